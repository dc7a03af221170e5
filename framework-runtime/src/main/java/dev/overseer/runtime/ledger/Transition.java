package dev.overseer.runtime.ledger;

import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where an incident stood after a look.
 *
 * @param state as {@link IncidentEntry#state} says
 * @param looks how many looks it had taken
 * @param detail what it waited for, its next look and deadline; or its outcome's summary
 */
public record Transition(Instant at, String state, int looks, String detail) {

    /** Returns the transition that brings an incident where an entry has it. */
    public static Transition of(IncidentEntry entry) {
        return new Transition(
                entry.at(),
                entry.state(),
                entry.incident().looks(),
                switch (entry.standing()) {
                    case Standing.Open open -> waiting(open);
                    case Standing.Over(Outcome outcome) -> outcome.summary();
                });
    }

    private static String waiting(Standing.Open open) {
        return "waits for %s (next look %s%s)"
                .formatted(
                        open.awaited(),
                        time(open.nextLook()),
                        open.limit()
                                .map(limit -> ", until " + time(limit) + " at most")
                                .orElse(""));
    }

    private static Instant time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }
}
