package dev.overseer.plugin.planted;

import dev.overseer.runtime.incident.Incident;

/** Reaches into the engine. */
public record PlantedPlugin(Incident incident) {}
