package dev.overseer.runtime.engine;

import dev.overseer.runtime.event.Printable;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Quarantines a control that throws again and again. Safe for several threads. */
final class ControlHealth {
    private static final int MOST_IN_A_ROW = 5;
    private static final int FRAMES = 8;
    private static final int LONGEST_MESSAGE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(ControlHealth.class);

    private final Map<String, Integer> inARow = new ConcurrentHashMap<>();

    void threw(String control, RuntimeException bug) {
        int times = inARow.merge(control, 1, Integer::sum);
        LOG.error(
                "Control {} threw, {} times in a row; at {} it is quarantined: {}",
                control,
                times,
                MOST_IN_A_ROW,
                onOneLine(bug));
    }

    /** Returns what to tell of a control that threw. */
    static String described(String control, RuntimeException bug) {
        return "control %s threw %s. This is a bug in its plugin: report it to the plugin's authors"
                .formatted(control, bug);
    }

    /** The message may quote an event, so the logging framework must not print it as it is. */
    private static String onOneLine(RuntimeException bug) {
        return Arrays.stream(bug.getStackTrace())
                .limit(FRAMES)
                .map(frame -> " at " + frame)
                .collect(Collectors.joining("", Printable.line(bug.toString(), LONGEST_MESSAGE), ""));
    }

    void behaved(String control) {
        if (!inARow.isEmpty()) {
            inARow.computeIfPresent(control, (id, times) -> times >= MOST_IN_A_ROW ? times : null);
        }
    }

    boolean quarantined(String control) {
        return !inARow.isEmpty() && inARow.getOrDefault(control, 0) >= MOST_IN_A_ROW;
    }
}
