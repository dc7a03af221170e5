package dev.overseer.api;

/** How much a violation matters, in ascending order. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
