package dev.overseer.runtime.config;

/**
 * A key of a {@link Section}.
 *
 * @param description for people who write the file
 * @param required whether a mapping without it is a problem
 */
record Key<T>(String name, Shape<T> shape, String description, boolean required) {

    static <T> Key<T> optional(String name, Shape<T> shape, String description) {
        return new Key<>(name, shape, description, false);
    }

    static <T> Key<T> required(String name, Shape<T> shape, String description) {
        return new Key<>(name, shape, description, true);
    }
}
