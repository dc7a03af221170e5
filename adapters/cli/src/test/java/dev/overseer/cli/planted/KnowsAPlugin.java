package dev.overseer.cli.planted;

import dev.overseer.plugin.planted.PlantedPlugin;

/** Names a plugin that it should find. */
public record KnowsAPlugin(PlantedPlugin plugin) {}
