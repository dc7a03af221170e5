package dev.overseer.runtime.ledger;

import java.time.Instant;

/**
 * A person's leave for a control to go on in an account in which it stopped: after its first enforcements, or after
 * failures in a row.
 *
 * @param by who, as STS knows them
 */
public record Lift(String control, String account, String by, String reason, Instant at) {}
