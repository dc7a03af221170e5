package dev.overseer.testkit.planted;

import dev.overseer.runtime.incident.Incident;

/** Reaches into the engine. */
public record KnowsTheRuntime(Incident incident) {}
