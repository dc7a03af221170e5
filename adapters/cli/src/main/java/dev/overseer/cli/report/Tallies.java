package dev.overseer.cli.report;

/** How many incidents stand where. For one thread. */
final class Tallies {
    private final long[] bySeries = new long[Series.values().length];
    private long waiting;

    /**
     * Counts an incident.
     *
     * @param waits whether it waits for a person
     */
    void add(Series series, boolean waits) {
        bySeries[series.ordinal()]++;
        waiting += waits ? 1 : 0;
    }

    /** Counts several incidents. */
    void add(Series series, long number) {
        bySeries[series.ordinal()] += number;
    }

    /** Counts what another has counted, as well. */
    void add(Tallies more) {
        for (int i = 0; i < bySeries.length; i++) {
            bySeries[i] += more.bySeries[i];
        }
        waiting += more.waiting;
    }

    long of(Series series) {
        return bySeries[series.ordinal()];
    }

    /** Returns how many wait for a person. */
    long waiting() {
        return waiting;
    }

    long total() {
        long total = 0;
        for (long count : bySeries) {
            total += count;
        }
        return total;
    }
}
