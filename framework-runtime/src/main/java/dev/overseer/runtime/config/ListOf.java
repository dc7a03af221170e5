package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list.
 *
 * @param least how many items it has at least
 * @param instead what to do about a shorter one
 */
record ListOf<T>(Shape<T> item, int least, String instead) implements Shape<List<T>> {

    /** A list that may be empty. */
    ListOf(Shape<T> item) {
        this(item, 0, "");
    }

    @Override
    public Optional<List<T>> read(Place place) {
        if (!(place.yaml() instanceof Yaml.Sequence(List<Yaml> items, var mark))) {
            place.expected("a list");
            return Optional.empty();
        }
        if (items.size() < least) {
            place.problem("is an empty list. " + instead);
        }
        List<T> values = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            item.read(place.item(index, items.get(index))).ifPresent(values::add);
        }
        return Optional.of(values);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Schemas.type("array");
        schema.set("items", item.schema());
        if (least > 0) {
            schema.put("minItems", least);
        }
        return schema;
    }
}
