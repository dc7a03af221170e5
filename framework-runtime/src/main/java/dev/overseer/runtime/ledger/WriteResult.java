package dev.overseer.runtime.ledger;

/** How a write ended. */
public sealed interface WriteResult {

    /** AWS did it. */
    record Answered(String requestId) implements WriteResult {}

    /** AWS refused it; nothing was changed. */
    record Refused(String error) implements WriteResult {}

    /** No answer, or one that does not tell whether anything was changed. */
    record Unknown(String error) implements WriteResult {}
}
