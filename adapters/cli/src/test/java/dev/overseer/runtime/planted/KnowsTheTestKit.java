package dev.overseer.runtime.planted;

import dev.overseer.testkit.TestClock;

/** Brings a test double into production. */
public record KnowsTheTestKit(TestClock clock) {}
