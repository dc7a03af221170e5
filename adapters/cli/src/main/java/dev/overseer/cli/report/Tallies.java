package dev.overseer.cli.report;

import java.util.EnumMap;
import java.util.Map;

/** How many incidents stand where. For one thread. */
final class Tallies {
    private final Map<Series, Count> counts = new EnumMap<>(Series.class);
    private long waiting;

    private static final class Count {
        private long number;
    }

    /**
     * Counts an incident.
     *
     * @param waits whether it waits for a person
     */
    void add(Series series, boolean waits) {
        add(series, 1);
        waiting += waits ? 1 : 0;
    }

    /** Counts several incidents. */
    void add(Series series, long number) {
        counts.computeIfAbsent(series, first -> new Count()).number += number;
    }

    /** Counts what another has counted, as well. */
    void add(Tallies more) {
        more.counts.forEach((series, count) -> add(series, count.number));
        waiting += more.waiting;
    }

    long of(Series series) {
        Count count = counts.get(series);
        return count == null ? 0 : count.number;
    }

    /** Returns how many wait for a person. */
    long waiting() {
        return waiting;
    }

    long total() {
        return counts.values().stream().mapToLong(count -> count.number).sum();
    }
}
