package dev.overseer.runtime.aws;

import dev.overseer.runtime.ledger.HoldCause;
import java.time.Instant;
import java.util.Optional;

/** Why the guard refused an AWS call. What was refused decides the incident's outcome, whatever the control made of it. */
public sealed interface Refusal {

    /** The control did what it must not do; the message says what to change. */
    record Misuse(String message) implements Refusal {}

    /** Nothing may be written: {@code glue:DeleteDevEndpoint with {EndpointName=test1}}. */
    record DryRun(String call) implements Refusal {}

    /** What the write is based on was read too long ago. */
    record OutdatedRead(String action) implements Refusal {}

    /** The same write took effect before. */
    record AlreadyDone(String action, Instant at) implements Refusal {}

    /** The same write is under way elsewhere. */
    record UnderWay(String action, Instant since) implements Refusal {}

    /** A limit is reached; {@code until} says when there is room again, if time alone makes any. */
    record Held(HoldCause cause, String reason, Optional<Instant> until) implements Refusal {}

    /** Only a ledger that keeps the whole resource could bring back what the write destroys; says what to do. */
    record NeedsLedger(String reason) implements Refusal {}

    /** The ledger cannot be reached, so nothing may be written. */
    record NoLedger(String problem) implements Refusal {}
}
