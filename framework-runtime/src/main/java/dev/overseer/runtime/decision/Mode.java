package dev.overseer.runtime.decision;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a control may go; the more careful comes first. */
public enum Mode {
    /** Its events are ignored. */
    OFF,
    /** It reads and says what it would do. */
    DRY_RUN,
    /** It writes. */
    ENFORCE;

    /** Returns the more careful of two votes. */
    public static Mode mostCareful(Mode one, Mode other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * Returns the mode of a name as it is written in configuration: {@code off}, {@code dry-run} or {@code enforce}.
     *
     * @throws IllegalArgumentException if there is none; its message lists the choices
     */
    public static Mode named(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.configurationName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"%s\" is not a mode; the modes are %s"
                        .formatted(
                                name,
                                Arrays.stream(values())
                                        .map(Mode::configurationName)
                                        .collect(Collectors.joining(", ")))));
    }

    /** Returns the mode as it is written in configuration. */
    public String configurationName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
