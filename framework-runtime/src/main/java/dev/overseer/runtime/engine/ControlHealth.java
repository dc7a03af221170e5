package dev.overseer.runtime.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Quarantines a control that throws again and again. Safe for several threads. */
final class ControlHealth {
    private static final int MOST_IN_A_ROW = 5;
    private static final Logger LOG = LoggerFactory.getLogger(ControlHealth.class);

    private final Map<String, Integer> inARow = new ConcurrentHashMap<>();

    void threw(String control, RuntimeException bug) {
        int times = inARow.merge(control, 1, Integer::sum);
        LOG.error("Control {} threw, {} times in a row; at {} it is quarantined", control, times, MOST_IN_A_ROW, bug);
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
