package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with fixed keys.
 *
 * @param check reports what only shows when keys are held against one another; asked whatever was reported before
 * @param make makes a value of what was read; it reports problems of its own, and is asked if no required key is missing
 */
record Section<T>(List<Key<?>> keys, Consumer<Values> check, Function<Values, T> make) implements Shape<T> {
    Section {
        keys = List.copyOf(keys);
    }

    /** A mapping whose keys need not be held against one another, or only if none is missing. */
    Section(List<Key<?>> keys, Function<Values, T> make) {
        this(keys, values -> {}, make);
    }

    @Override
    public Optional<T> read(Place place) {
        if (!(place.yaml() instanceof Yaml.Mapping mapping)) {
            place.expected("a mapping with " + String.join(", ", names()));
            return Optional.empty();
        }
        Values values = new Values(place);
        for (Yaml.Entry entry : mapping.entries()) {
            Optional<Key<?>> key =
                    keys.stream().filter(one -> one.name().equals(entry.key())).findFirst();
            if (key.isEmpty()) {
                place.findings().problem(entry.mark(), place.path(), Words.unknown(entry.key(), "a key", names()));
            } else {
                values.read(key.get(), place.entry(entry));
            }
        }
        check.accept(values);
        return complete(values) ? Optional.of(make.apply(values)) : Optional.empty();
    }

    private List<String> names() {
        return keys.stream().<String>map(Key::name).toList();
    }

    private boolean complete(Values values) {
        boolean complete = true;
        for (Key<?> key : keys) {
            if (key.required() && !values.has(key)) {
                values.place().problem("lacks %s: %s. Add it".formatted(key.name(), key.description()));
            }
            complete &= !key.required() || values.get(key).isPresent();
        }
        return complete;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Schemas.closedObject();
        for (Key<?> key : keys) {
            ObjectNode property = key.shape().schema();
            property.put("description", key.description());
            schema.withObjectProperty("properties").set(key.name(), property);
            if (key.required()) {
                schema.withArrayProperty("required").add(key.name());
            }
        }
        return schema;
    }

    /** What was read of a section, by its keys. */
    static final class Values {
        private final Place place;
        private final Map<Key<?>, Place> places = new HashMap<>();
        private final Map<Key<?>, Object> values = new HashMap<>();

        private Values(Place place) {
            this.place = place;
        }

        private <V> void read(Key<V> key, Place at) {
            places.put(key, at);
            key.shape().read(at).ifPresent(value -> values.put(key, value));
        }

        /** Returns where the section is. */
        Place place() {
            return place;
        }

        /** Returns whether the key is there, be its value right or not. */
        boolean has(Key<?> key) {
            return places.containsKey(key);
        }

        /** Returns where a key's value is; where the section is, if the key is not there. */
        Place place(Key<?> key) {
            return places.getOrDefault(key, place);
        }

        /** Returns a key's value; empty if it is not there, or was reported. */
        @SuppressWarnings("unchecked") // read() puts in nothing but the key's own type
        <V> Optional<V> get(Key<V> key) {
            @Nullable V value = (V) values.get(key);
            return Optional.ofNullable(value);
        }

        /** Returns the value of a required key: without it, no section is made. */
        <V> V require(Key<V> key) {
            return get(key).orElseThrow();
        }
    }
}
