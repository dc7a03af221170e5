package dev.overseer.testkit;

import dev.overseer.runtime.incident.Outcome;

/**
 * An event that a plugin is for, and how its incident ends when everything goes well and writing is allowed.
 *
 * @param event reports something that a simulator of the contract brings about
 */
public record Sample(EventBuilder event, Outcome.Kind outcome) {}
