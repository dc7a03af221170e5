package dev.overseer.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What the process is attached to.
 *
 * @param out for results; nothing else
 * @param err for progress, logs and what went wrong
 * @param environment the environment variables
 * @param folder the working folder, in which the configuration is looked for
 * @param interactive whether a person watches: asked only where it matters, since finding out takes a while
 */
record Terminal(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> environment,
        Path folder,
        BooleanSupplier interactive) {
    private static final int USUAL_WIDTH = 100;
    private static final int LEAST_WIDTH = 60;

    /** Returns an environment variable, unless it is absent or blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    boolean isInteractive() {
        return interactive.getAsBoolean();
    }

    /** Returns how many columns a line has. */
    int width() {
        return variable("COLUMNS")
                .filter(columns -> columns.length() < 5 && columns.chars().allMatch(Character::isDigit))
                .map(columns -> Math.max(LEAST_WIDTH, Integer.parseInt(columns)))
                .orElse(USUAL_WIDTH);
    }
}
