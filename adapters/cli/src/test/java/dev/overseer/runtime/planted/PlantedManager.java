package dev.overseer.runtime.planted;

/** Has a name that says nothing. */
public final class PlantedManager {}
