package dev.overseer.runtime.ledger;

import java.util.Optional;

/**
 * A write in the journal.
 *
 * @param attempt 1 for the first time the same write was sent for the incident
 * @param result empty while it is under way, or if its sender crashed
 */
public record JournaledWrite(WriteIntent intent, int attempt, Optional<WriteResult> result) {

    /** Returns whether the write took effect, or may have. */
    public boolean mayHaveTakenEffect() {
        return result.map(r -> switch (r) {
                    case WriteResult.Answered answered -> true;
                    case WriteResult.Unknown unknown -> true;
                    case WriteResult.Refused refused -> false;
                })
                .orElse(true);
    }
}
