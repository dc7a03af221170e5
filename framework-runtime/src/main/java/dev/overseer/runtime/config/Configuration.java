package dev.overseer.runtime.config;

import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.notice.NotifySettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a configuration says. Immutable.
 *
 * @param source its name, such as {@code overseer.yaml}
 * @param hash the SHA-256 of its bytes, in lower-case hexadecimal: tells which configuration a decision was made by
 * @param role in which targets are worked on, with placeholders as in {@link TargetRole}
 * @param externalId what the role's trust asks for; only with a role
 * @param ledger empty where the file leaves it to the host
 * @param notices who is told of incidents, in the order of the file
 * @param said where each value stands, by its path, such as {@code limits.perHour}
 * @param warnings what its author may not have meant, in the order of the file
 */
public record Configuration(
        String source,
        String hash,
        Rules rules,
        Optional<String> role,
        Optional<String> externalId,
        Optional<LedgerSettings> ledger,
        List<NotifySettings> notices,
        Map<String, Provenance> said,
        List<ConfigurationProblem> warnings) {
    public Configuration {
        notices = List.copyOf(notices);
        said = Map.copyOf(said);
        warnings = List.copyOf(warnings);
    }

    /** Returns the role in which targets are worked on, in the allowed accounts; empty if the file names none. */
    public Optional<TargetRole> targetRole() {
        return role.map(arn -> new TargetRole(arn, externalId, rules.accounts()));
    }

    /** Returns this configuration with a list of accounts that goes over the file's. */
    public Configuration withAccounts(Set<String> accounts, Provenance by) {
        return with(Optional.of(accounts), rules.regions(), "accounts.allow", by);
    }

    /** Returns this configuration with a list of regions that goes over the file's. */
    public Configuration withRegions(Set<String> regions, Provenance by) {
        return with(rules.accounts(), Optional.of(regions), "regions.allow", by);
    }

    private Configuration with(
            Optional<Set<String>> accounts, Optional<Set<String>> regions, String path, Provenance by) {
        Map<String, Provenance> places = new HashMap<>(said);
        places.keySet().removeIf(place -> place.startsWith(path));
        places.put(path, by);
        Rules other = new Rules(
                rules.ceiling(),
                accounts,
                regions,
                rules.controls(),
                rules.scopes(),
                rules.exemptions(),
                rules.limits(),
                rules.killSwitch());
        return new Configuration(source, hash, other, role, externalId, ledger, notices, places, warnings);
    }

    /** Returns where a value stands; {@link Provenance#DEFAULT} if the file does not say it. */
    public Provenance said(String path) {
        return said.getOrDefault(path, Provenance.DEFAULT);
    }
}
