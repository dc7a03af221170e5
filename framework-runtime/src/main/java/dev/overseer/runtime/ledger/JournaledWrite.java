package dev.overseer.runtime.ledger;

import java.time.Instant;
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

    /** Returns whether an intent is to send this write again: of the same incident, with the same action and request. */
    public boolean isSame(WriteIntent other) {
        return intent.incident().equals(other.incident())
                && intent.action().equals(other.action())
                && intent.request().equals(other.request());
    }

    /** Returns why the same write may not be sent again; empty if it may. */
    public Optional<Claim> objection(Instant now) {
        if (result.isEmpty()) {
            boolean crashed = intent.at().plus(intent.patience()).isBefore(now);
            return crashed ? Optional.empty() : Optional.of(new Claim.UnderWay(intent.at()));
        }
        return switch (result.get()) {
            case WriteResult.Answered answered -> Optional.of(new Claim.AlreadyDone(intent.at()));
            case WriteResult.Refused refused -> Optional.empty();
            case WriteResult.Unknown unknown -> Optional.empty();
        };
    }
}
