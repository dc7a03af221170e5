package dev.overseer.runtime.decision;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator's configuration file says about decisions. Immutable.
 *
 * @param ceiling a vote over everything; empty where the file says nothing
 * @param accounts in which to work; empty for all
 * @param regions in which to work; empty for all
 * @param controls the controls that the file lists, by id; all others run dry
 */
public record Rules(
        Optional<Vote> ceiling,
        Optional<Set<String>> accounts,
        Optional<Set<String>> regions,
        Map<String, ControlRule> controls,
        List<ScopeRule> scopes,
        List<Exemption> exemptions,
        Limits limits,
        KillSwitchPlace killSwitch) {
    public Rules {
        accounts = accounts.map(Set::copyOf);
        regions = regions.map(Set::copyOf);
        controls = Map.copyOf(controls);
        scopes = List.copyOf(scopes);
        exemptions = List.copyOf(exemptions);
    }
}
