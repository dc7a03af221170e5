package dev.overseer.runtime.decision;

/**
 * How far a control may go in one place, and whose word decided it.
 *
 * @param said where the word stands that prevailed
 */
public record Ruling(Mode mode, Provenance said) {}
