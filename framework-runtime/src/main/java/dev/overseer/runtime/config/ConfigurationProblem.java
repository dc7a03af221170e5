package dev.overseer.runtime.config;

import dev.overseer.runtime.event.Printable;

/**
 * Something in a configuration that cannot be right, or that its author may not have meant.
 *
 * @param source the configuration's name, such as {@code overseer.yaml}
 * @param line from 1
 * @param column from 1
 * @param path such as {@code controls.glue-dev-endpoint.mode}; empty for the whole
 * @param message what is wrong and what to do, as it follows the path
 */
public record ConfigurationProblem(String source, int line, int column, String path, String message) {

    /** Returns one clean line, such as {@code overseer.yaml:12:9: controls.glue-dev-endpoint.mode "of" is not a mode …}. */
    @Override
    public String toString() {
        return Printable.line(
                "%s:%d:%d: %s".formatted(source, line, column, path.isEmpty() ? message : path + ": " + message));
    }
}
