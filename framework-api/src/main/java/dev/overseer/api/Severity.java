package dev.overseer.api;

/** How much a violation matters, in ascending order. */
public enum Severity {
    /** Worth knowing. */
    LOW,
    /** Weakens what other measures still protect. */
    MEDIUM,
    /** Leaves something open to whoever is already inside. */
    HIGH,
    /** Leaves something open to the world; swept hourly rather than daily. */
    CRITICAL
}
