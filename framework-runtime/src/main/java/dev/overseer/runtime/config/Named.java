package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A mapping from names that are known, such as those of the installed controls.
 *
 * @param what what is named, such as {@code an installed control}
 */
record Named<T>(String what, SortedMap<String, ? extends Shape<T>> shapes) implements Shape<Map<String, T>> {
    @Override
    public Optional<Map<String, T>> read(Place place) {
        if (!(place.yaml() instanceof Yaml.Mapping mapping)) {
            place.expected("a mapping with %s for each key".formatted(what));
            return Optional.empty();
        }
        Map<String, T> values = new LinkedHashMap<>();
        for (Yaml.Entry entry : mapping.entries()) {
            Shape<T> shape = shapes.get(entry.key());
            if (shape == null) {
                place.findings().problem(entry.mark(), place.path(), Words.unknown(entry.key(), what, shapes.keySet()));
            } else {
                shape.read(place.entry(entry)).ifPresent(value -> values.put(entry.key(), value));
            }
        }
        return Optional.of(values);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Schemas.closedObject();
        shapes.forEach((name, shape) -> schema.withObjectProperty("properties").set(name, shape.schema()));
        return schema;
    }
}
