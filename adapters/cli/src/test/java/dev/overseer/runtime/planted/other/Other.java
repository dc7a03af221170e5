package dev.overseer.runtime.planted.other;

import dev.overseer.runtime.planted.one.One;

/** Knows the one. */
public record Other(One one) {}
