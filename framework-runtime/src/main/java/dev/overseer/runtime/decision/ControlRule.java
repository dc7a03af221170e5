package dev.overseer.runtime.decision;

import dev.overseer.api.Check;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator says about one control, under {@code controls} in the configuration.
 *
 * @param mode empty where nothing is said, which means a dry run
 * @param checks the checks that are switched on or off, by id; a check that is not named is as its control has it
 * @param grace how long a violation is left to its owner after it was first seen; zero for not at all
 * @param approval whether a person has to release each violation
 * @param exemptByTag whether a tag on the resource may exempt it
 * @param settings the control's settings with the operator's values on top; empty where the control has none
 */
public record ControlRule(
        Optional<Vote> mode,
        Map<String, Boolean> checks,
        Duration grace,
        boolean approval,
        boolean exemptByTag,
        Optional<Record> settings,
        Provenance said) {
    public ControlRule {
        checks = Map.copyOf(checks);
    }

    /** Returns whether a check is asked. */
    public boolean asks(Check<?> check) {
        return checks.getOrDefault(check.id(), check.onByDefault());
    }

    /** Returns the rule for a control of which nothing is said. */
    public static ControlRule unsaid() {
        return new ControlRule(
                Optional.empty(), Map.of(), Duration.ZERO, false, false, Optional.empty(), Provenance.DEFAULT);
    }
}
