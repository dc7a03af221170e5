package dev.overseer.runtime.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Reads durations as people write them. */
public final class DurationText {
    private DurationText() {}

    /**
     * Returns a duration such as {@code 2s}, {@code 7m}, {@code 1h30m} or {@code 400d}, or as ISO-8601 writes it.
     *
     * @throws IllegalArgumentException if it is none, or a negative one; its message quotes it
     */
    public static Duration parse(String text) {
        try {
            Duration duration = Duration.parse(iso(text));
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(problem(text), malformed);
        }
        throw new IllegalArgumentException(problem(text));
    }

    private static String problem(String text) {
        return "%s is not a duration such as 2s, 7m, 1h30m or PT7M".formatted(Words.quoted(text));
    }

    /** Puts the T, which stands before hours, minutes and seconds, where ISO-8601 wants it. */
    private static String iso(String text) {
        String upper = text.toUpperCase(Locale.ROOT).replace(" ", "");
        if (upper.startsWith("P")) {
            return upper;
        }
        int time = upper.indexOf('D') + 1;
        return "P" + upper.substring(0, time) + (time == upper.length() ? "" : "T" + upper.substring(time));
    }
}
