package dev.overseer.runtime.decision;

import java.util.Optional;
import java.util.Set;

/**
 * What the operator allows. Immutable.
 *
 * <p>Nothing is written unless somebody said so: without a vote for enforcing, every control runs dry.
 */
public final class DecisionPolicy {
    private final Mode ceiling;
    private final Optional<Set<String>> enforced;

    private DecisionPolicy(Mode ceiling, Optional<Set<String>> enforced) {
        this.ceiling = ceiling;
        this.enforced = enforced;
    }

    /** Returns a policy under which nothing is written. */
    public static DecisionPolicy dryRun() {
        return new DecisionPolicy(Mode.DRY_RUN, Optional.empty());
    }

    /** Returns a policy under which every control writes. */
    public static DecisionPolicy enforceAll() {
        return new DecisionPolicy(Mode.ENFORCE, Optional.empty());
    }

    /** Returns a policy under which the named controls write and all others run dry. */
    public static DecisionPolicy enforceOnly(Set<String> controls) {
        return new DecisionPolicy(Mode.ENFORCE, Optional.of(Set.copyOf(controls)));
    }

    /** Returns this policy with one more vote over everything; the most careful wins. */
    public DecisionPolicy under(Mode vote) {
        return new DecisionPolicy(Mode.mostCareful(ceiling, vote), enforced);
    }

    /** Returns how far a control may go. */
    public Mode mode(String control) {
        Mode own = enforced.map(names -> names.contains(control) ? Mode.ENFORCE : Mode.DRY_RUN)
                .orElse(Mode.ENFORCE);
        return Mode.mostCareful(ceiling, own);
    }
}
