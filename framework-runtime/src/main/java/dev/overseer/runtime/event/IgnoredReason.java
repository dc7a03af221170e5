package dev.overseer.runtime.event;

/** Why an event opened no incident; the first that applies counts. */
public enum IgnoredReason {
    /** No control names this source and name, or the pattern of none that does matches. */
    NO_CONTROL,
    /** The call failed: the record has an {@code errorCode}. */
    FAILED_CALL,
    /** The operator switched the control off. */
    SWITCHED_OFF,
    /** The operator's policy does not cover the account or region. */
    OUT_OF_SCOPE,
    /** The event names no resource. */
    NO_TARGET,
    /** A rehearsal has no simulator for the service. */
    NO_SIMULATOR,
    /** The control that the event is for could not be loaded, or failed again and again. The event is not lost. */
    QUARANTINED
}
