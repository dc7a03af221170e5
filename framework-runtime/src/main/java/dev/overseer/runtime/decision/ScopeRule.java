package dev.overseer.runtime.decision;

import java.util.Set;
import java.util.stream.Stream;

/**
 * How far controls may go in a part of the estate. An empty set stands for all.
 *
 * @param controls ids
 * @param accounts twelve digits each
 * @param regions such as {@code eu-west-1}
 */
public record ScopeRule(Set<String> controls, Set<String> accounts, Set<String> regions, Vote vote) {
    public ScopeRule {
        controls = Set.copyOf(controls);
        accounts = Set.copyOf(accounts);
        regions = Set.copyOf(regions);
    }

    boolean covers(String control, String account, String region) {
        return isIn(controls, control) && isIn(accounts, account) && isIn(regions, region);
    }

    /** Returns how many of control, account and region it names: of two rules, the one that names more prevails. */
    int specificity() {
        return (int) Stream.of(controls, accounts, regions)
                .filter(names -> !names.isEmpty())
                .count();
    }

    private static boolean isIn(Set<String> names, String name) {
        return names.isEmpty() || names.contains(name);
    }
}
