package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A shape whose place has to be known later, when it is held against others. */
record Placed<T>(Shape<T> shape) implements Shape<Placed.Value<T>> {

    /** A value and where it was said. */
    record Value<T>(T value, Place place) {}

    @Override
    public Optional<Value<T>> read(Place place) {
        return shape.read(place).map(value -> new Value<>(value, place));
    }

    @Override
    public ObjectNode schema() {
        return shape.schema();
    }
}
