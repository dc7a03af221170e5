package dev.overseer.runtime.ledger;

import java.time.Instant;
import java.util.Optional;

/** Whether a write may be sent. */
public sealed interface Claim {

    /** Send it, then {@linkplain Ledger#settle settle} it. */
    record Granted(WriteIntent intent, int attempt) implements Claim {}

    /** Do not: it took effect before. */
    record AlreadyDone(Instant at) implements Claim {}

    /** Do not: somebody else has sent it and waits for the answer. */
    record UnderWay(Instant since) implements Claim {}

    /**
     * Do not: a limit is reached.
     *
     * @param reason the limit and how it was reached, and what to do
     * @param until when there is room again, if time alone makes any
     */
    record Held(HoldCause cause, String reason, Optional<Instant> until) implements Claim {}
}
