package dev.overseer.lambda;

import dev.overseer.api.ResourceRef;
import java.util.Set;

/**
 * Which targets the operator allows.
 *
 * @param accounts empty for all that can be reached
 * @param regions empty for all
 */
record Scope(Set<String> accounts, Set<String> regions) {
    Scope {
        accounts = Set.copyOf(accounts);
        regions = Set.copyOf(regions);
    }

    boolean covers(ResourceRef target) {
        return allows(accounts, target.account()) && allows(regions, target.region());
    }

    private static boolean allows(Set<String> listed, String value) {
        return listed.isEmpty() || listed.contains(value);
    }
}
