package dev.overseer.runtime.ledger;

import dev.overseer.api.Finding;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An incident as the ledger has it: where it stands, and under which rules it came there.
 *
 * @param ruling how far its control may go, and who said so
 * @param installation what looked at it
 * @param at when it came to stand there, by the engine's clock
 */
public record IncidentEntry(
        Incident incident, Standing standing, Ruling ruling, Installation installation, Instant at) {

    /** Where an incident stands after a look. */
    public sealed interface Standing {

        /**
         * It waits.
         *
         * @param awaited what for, completing "waiting for …"
         * @param nextLook when it is to be looked at again; looks after which it waits on for the same are not kept
         * @param heardOfBy when the ledger hears of it again at the latest, though it may wait on for the same
         * @param deadline until when it may wait
         * @param findings what was wrong with the resource in this look
         */
        record Open(String awaited, Instant nextLook, Instant heardOfBy, Instant deadline, List<Finding> findings)
                implements Standing {
            public Open {
                findings = List.copyOf(findings);
            }

            /** Returns until when it may wait, if that is later than its next look. */
            public Optional<Instant> limit() {
                return Optional.of(deadline).filter(nextLook::isBefore);
            }
        }

        /** It is over. */
        record Over(Outcome outcome) implements Standing {}
    }

    /** Returns what it is called where people read it: an outcome's kind, or {@code OPEN}. */
    public String state() {
        return switch (standing) {
            case Standing.Open open -> "OPEN";
            case Standing.Over(Outcome outcome) -> outcome.kind().name();
        };
    }
}
