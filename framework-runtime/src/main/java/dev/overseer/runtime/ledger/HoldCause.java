package dev.overseer.runtime.ledger;

/** Which limit holds an incident. */
public enum HoldCause {
    /** A control that is new in an account stops after its first few incidents, until a person has looked at them. */
    FIRST_ENFORCEMENT,
    /** The control failed again and again. */
    FAILURES,
    /** Enough was written within the last hour. */
    HOURLY,
    /** The same resource was put right over and over. */
    FLAPPING
}
