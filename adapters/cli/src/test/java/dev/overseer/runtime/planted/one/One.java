package dev.overseer.runtime.planted.one;

import dev.overseer.runtime.planted.other.Other;

/** Knows the other. */
public record One(Other other) {}
