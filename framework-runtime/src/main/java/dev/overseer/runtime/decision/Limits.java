package dev.overseer.runtime.decision;

import java.time.Duration;

/**
 * How much may be written before a person has to look. What is over a limit is held, never lost.
 *
 * @param perControlAccountHour incidents of one control in one account that may be written to in any hour
 * @param perControlHour the same in all accounts together
 * @param perHour the same of all controls together
 * @param flapping how often one resource may be put right before it is held
 * @param firstEnforcement after how many incidents a control stops in an account in which it has never been released
 * @param failuresInARow after how many consecutive failures a control stops
 */
public record Limits(
        int perControlAccountHour,
        int perControlHour,
        int perHour,
        Flapping flapping,
        int firstEnforcement,
        int failuresInARow) {

    /** What applies unless the operator says otherwise. */
    public static final Limits STANDARD = new Limits(10, 50, 100, new Flapping(3, Duration.ofHours(24)), 3, 5);

    /** No limits: for rehearsals. */
    public static final Limits NONE = new Limits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            new Flapping(Integer.MAX_VALUE, Duration.ofHours(24)),
            Integer.MAX_VALUE,
            Integer.MAX_VALUE);

    /** A resource that is put right {@code times} within {@code window} is held the next time. */
    public record Flapping(int times, Duration window) {}
}
