package dev.overseer.runtime.ledger;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.Limits;

/**
 * What a write counts against.
 *
 * @param control the id
 * @param limits what the operator allows
 * @param approved whether a person released the incident; then only the hourly limits hold it
 */
public record Stake(String control, ResourceRef target, Limits limits, boolean approved) {}
