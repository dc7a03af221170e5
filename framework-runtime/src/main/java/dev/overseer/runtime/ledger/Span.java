package dev.overseer.runtime.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time. What is empty does not bound it.
 *
 * @param from not before this
 * @param to before this
 */
public record Span(Optional<Instant> from, Optional<Instant> to) {
    /** All of time. */
    public static final Span ALL = new Span(Optional.empty(), Optional.empty());

    /** Returns whether a time is within. */
    public boolean includes(Instant at) {
        return from.filter(at::isBefore).isEmpty() && to.map(at::isBefore).orElse(true);
    }
}
