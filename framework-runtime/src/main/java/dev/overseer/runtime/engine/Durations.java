package dev.overseer.runtime.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes durations for people. */
public final class Durations {
    private Durations() {}

    /** Returns a duration such as {@code 7m 30s}, {@code 2d 4h} or {@code 0s}, to the second. */
    public static String text(Duration duration) {
        List<String> parts = new ArrayList<>();
        add(parts, duration.toDays(), "d");
        add(parts, duration.toHoursPart(), "h");
        add(parts, duration.toMinutesPart(), "m");
        add(parts, duration.toSecondsPart(), "s");
        return parts.isEmpty() ? "0s" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long amount, String unit) {
        if (amount > 0) {
            parts.add(amount + unit);
        }
    }
}
