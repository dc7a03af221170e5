package dev.overseer.runtime.decision;

/** What the operator allows, and the switch that takes it all back. */
public record Mandate(DecisionPolicy policy, KillSwitch killSwitch) {

    /** Returns the mandate of a host for which no kill switch is configured. */
    public static Mandate of(DecisionPolicy policy) {
        return new Mandate(policy, KillSwitch.NONE);
    }
}
