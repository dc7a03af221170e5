package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;

/**
 * One word, number or text.
 *
 * @param what such as {@code an account of twelve digits}
 * @param parse makes a value of the text; throws an {@link IllegalArgumentException} that says what is wrong with it
 */
record Word<T>(String what, Function<String, T> parse, ObjectNode schema) implements Shape<T> {
    @Override
    public Optional<T> read(Place place) {
        if (!(place.yaml() instanceof Yaml.Scalar scalar) || scalar.isNull()) {
            place.expected(what);
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(scalar.text()));
        } catch (IllegalArgumentException wrong) {
            place.problem(String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public ObjectNode schema() {
        return schema.deepCopy();
    }
}
