package dev.overseer.sinks;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts of compliant resources that are not on the disk yet. Safe for several threads. */
final class PassedCounts {
    private final Map<Place, Count> counts = new HashMap<>();
    private int waiting;

    /** Where resources were compliant. */
    record Place(String control, String account) {}

    /** How many were, and when the first and the last. */
    record Count(long number, Instant first, Instant last) {
        Count plus(Count other) {
            return new Count(
                    number + other.number,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /** Counts one, and returns how many have been counted since counts were last taken. */
    synchronized int add(String control, String account, Instant at) {
        counts.merge(new Place(control, account), new Count(1, at, at), Count::plus);
        return ++waiting;
    }

    synchronized boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Returns the counts and forgets them. */
    synchronized Map<Place, Count> take() {
        Map<Place, Count> taken = Map.copyOf(counts);
        counts.clear();
        waiting = 0;
        return taken;
    }

    /** Takes back counts that did not reach the disk. */
    synchronized void giveBack(Map<Place, Count> taken) {
        taken.forEach((place, count) -> counts.merge(place, count, Count::plus));
    }

    /** Writes counts that were taken. */
    static void store(Map<Place, Count> taken, Session session) throws SQLException {
        for (Map.Entry<Place, Count> entry : taken.entrySet()) {
            Count count = entry.getValue();
            session.update(
                    """
                    INSERT INTO passed (control, account, count, first, last) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (control, account) DO UPDATE SET
                        count = count + excluded.count,
                        first = min(first, excluded.first),
                        last = max(last, excluded.last)
                    """,
                    entry.getKey().control(),
                    entry.getKey().account(),
                    count.number(),
                    Nanos.of(count.first()),
                    Nanos.of(count.last()));
        }
    }
}
