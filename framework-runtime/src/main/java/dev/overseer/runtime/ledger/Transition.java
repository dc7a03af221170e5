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
 * @param detail what it waited for and until when, or its outcome's summary
 */
public record Transition(Instant at, String state, int looks, String detail) {

    /** Returns the transition that brings an incident where an entry has it. */
    public static Transition of(IncidentEntry entry) {
        return new Transition(
                entry.at(),
                entry.state(),
                entry.incident().looks(),
                switch (entry.standing()) {
                    case Standing.Open open ->
                        "waits for %s until %s"
                                .formatted(open.awaited(), open.nextLook().truncatedTo(ChronoUnit.MILLIS));
                    case Standing.Over(Outcome outcome) -> outcome.summary();
                });
    }
}
