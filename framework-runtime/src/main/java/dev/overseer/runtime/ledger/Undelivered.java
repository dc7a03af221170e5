package dev.overseer.runtime.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * Notices that did not reach a destination since it last took one.
 *
 * @param destination as its operator knows it, in one line
 * @param count how many notices; at least 1
 * @param first when the first of them was given up, by the engine's clock
 * @param last when the last of them was
 * @param problem what was in the way of the last, and what to do about it. May quote what a service answered: escape before
 *     printing
 * @param over when the destination took a notice again; empty if that is not known
 */
public record Undelivered(
        String destination, long count, Instant first, Instant last, String problem, Optional<Instant> over) {

    /** Returns notices that were given up at once. */
    public static Undelivered of(String destination, long count, Instant at, String problem) {
        return new Undelivered(destination, count, at, at, problem, Optional.empty());
    }

    /** Returns what is to be kept of a destination of which this is kept, when more is given up: once it is over, only that. */
    public Undelivered and(Undelivered more) {
        if (over.isPresent()) {
            return more;
        }
        boolean later = !more.last.isBefore(last);
        return new Undelivered(
                destination,
                count + more.count,
                first.isBefore(more.first) ? first : more.first,
                later ? more.last : last,
                later ? more.problem : problem,
                Optional.empty());
    }

    /** Returns whether it is known to be over when the destination has taken a notice. */
    public boolean endsAt(Instant at) {
        return over.isEmpty() && !last.isAfter(at);
    }

    /** Returns what is to be kept once the destination has taken a notice. */
    public Undelivered over(Instant at) {
        return new Undelivered(destination, count, first, last, problem, Optional.of(at));
    }
}
