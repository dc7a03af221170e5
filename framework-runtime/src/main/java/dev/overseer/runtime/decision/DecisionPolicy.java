package dev.overseer.runtime.decision;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the operator allows. Immutable.
 *
 * <p>Nothing is written unless somebody said so. The configuration file, the environment and the flag each have a vote
 * where they say something, and the most careful prevails; without a vote for enforcing, every control runs dry. Where
 * there is a file, so does every control that it does not list.
 */
public final class DecisionPolicy {
    private static final Provenance NOT_LISTED = new Provenance("off unless it is listed under controls");
    private static final Vote NOBODY_ENFORCES = new Vote(Mode.DRY_RUN, Provenance.DEFAULT);

    private final Optional<Rules> rules;
    private final Optional<Asked> asked;
    private final List<Vote> votes;
    private final Limits limitsWithoutFile;
    private final Set<String> offUnlessListed;

    /**
     * What the flag says.
     *
     * @param controls the ids; empty for every control
     */
    private record Asked(Optional<Set<String>> controls, Provenance said) {
        Vote vote(String control) {
            boolean meant = controls.map(ids -> ids.contains(control)).orElse(true);
            return new Vote(meant ? Mode.ENFORCE : Mode.DRY_RUN, said);
        }

        boolean names(String control) {
            return controls.map(ids -> ids.contains(control)).orElse(false);
        }
    }

    private DecisionPolicy(
            Optional<Rules> rules,
            Optional<Asked> asked,
            List<Vote> votes,
            Limits limitsWithoutFile,
            Set<String> offUnlessListed) {
        this.rules = rules;
        this.asked = asked;
        this.votes = List.copyOf(votes);
        this.limitsWithoutFile = limitsWithoutFile;
        this.offUnlessListed = Set.copyOf(offUnlessListed);
    }

    /** Returns a policy under which nothing is written. */
    public static DecisionPolicy dryRun() {
        return new DecisionPolicy(Optional.empty(), Optional.empty(), List.of(), Limits.NONE, Set.of());
    }

    /** Returns a policy under which every control writes. */
    public static DecisionPolicy enforceAll() {
        return dryRun().asking(Optional.empty(), Provenance.DEFAULT);
    }

    /** Returns a policy under which the named controls write and all others run dry. */
    public static DecisionPolicy enforceOnly(Set<String> controls) {
        return dryRun().asking(Optional.of(controls), Provenance.DEFAULT);
    }

    /** Returns the policy of a configuration file. */
    public static DecisionPolicy of(Rules rules) {
        return new DecisionPolicy(Optional.of(rules), Optional.empty(), List.of(), Limits.NONE, Set.of());
    }

    /**
     * Returns this policy with a vote for enforcing some controls, and for a dry run of all others.
     *
     * @param controls the ids; empty for every control
     * @param said where, such as {@code --enforce}
     */
    public DecisionPolicy asking(Optional<Set<String>> controls, Provenance said) {
        return new DecisionPolicy(
                rules,
                Optional.of(new Asked(controls.map(Set::copyOf), said)),
                votes,
                limitsWithoutFile,
                offUnlessListed);
    }

    /** Returns this policy with one more vote over everything. */
    public DecisionPolicy under(Vote vote) {
        List<Vote> more = new ArrayList<>(votes);
        more.add(vote);
        return new DecisionPolicy(rules, asked, more, limitsWithoutFile, offUnlessListed);
    }

    /** Returns this policy with limits that apply where there is no configuration file; without, there are none. */
    public DecisionPolicy limited(Limits limits) {
        return new DecisionPolicy(rules, asked, votes, limits, offUnlessListed);
    }

    /**
     * Returns this policy with controls that are off, rather than dry, unless the file lists them or the flag names them.
     *
     * @param controls the ids
     */
    public DecisionPolicy offUnlessListed(Set<String> controls) {
        return new DecisionPolicy(rules, asked, votes, limitsWithoutFile, controls);
    }

    /** Returns how much may be written before a person has to look. */
    public Limits limits() {
        return rules.map(Rules::limits).orElse(limitsWithoutFile);
    }

    /** Returns how far a control may go with a target in an account and region. */
    public Ruling ruling(String control, String account, String region) {
        return ruling(rules.map(file -> inFile(file, control, account, region)), control);
    }

    /** Returns how far a control may go with a target. */
    public Mode mode(String control, ResourceRef target) {
        return ruling(control, target.account(), target.region()).mode();
    }

    /** Returns whether a control may write anywhere at all. */
    public boolean mayEnforce(String control) {
        return ruling(rules.map(file -> boldest(file, control)), control).mode() == Mode.ENFORCE;
    }

    private Ruling ruling(Optional<Vote> ofFile, String control) {
        if (isUnlisted(control)) {
            return new Ruling(Mode.OFF, NOT_LISTED);
        }
        // Of votes that agree the first is named as decisive: a ceiling alone lets nothing write.
        List<Vote> said = Stream.of(
                        ofFile.stream(),
                        rules.flatMap(Rules::ceiling).stream(),
                        asked.map(flag -> flag.vote(control)).stream(),
                        // A ceiling alone names no control that may write.
                        rules.isEmpty() && asked.isEmpty() ? Stream.of(NOBODY_ENFORCES) : Stream.<Vote>empty(),
                        votes.stream())
                .flatMap(votesOfOne -> votesOfOne)
                .toList();
        Vote decisive = mostCareful(said);
        return new Ruling(decisive.mode(), decisive.said());
    }

    private boolean isUnlisted(String control) {
        return offUnlessListed.contains(control)
                && rules.map(file -> !file.controls().containsKey(control)).orElse(true)
                && asked.map(flag -> !flag.names(control)).orElse(true);
    }

    /** Returns whether the operator wants anything done in an account and region. */
    public boolean covers(String account, String region) {
        return rules.map(file -> file.accounts()
                                .map(all -> all.contains(account))
                                .orElse(true)
                        && file.regions().map(all -> all.contains(region)).orElse(true))
                .orElse(true);
    }

    /** Returns what the operator says about a control, apart from its mode. */
    public ControlRule rule(String control) {
        return rules.flatMap(file -> Optional.ofNullable(file.controls().get(control)))
                .orElseGet(ControlRule::unsaid);
    }

    /** Returns the configuration file's rules; empty if there is no file. */
    public Optional<Rules> rules() {
        return rules;
    }

    /**
     * Returns the exemption in force that covers a target, the one that ends last if there are several.
     *
     * @param tags reads the resource's tags; asked at most once, and only if an exemption depends on it
     */
    public Optional<Exemption> exemption(
            String control,
            ResourceRef target,
            Optional<CloudTrailEvent> event,
            Supplier<Map<String, String>> tags,
            Instant now) {
        List<Exemption> inForce = exemptions(control).stream()
                .filter(exemption -> exemption.isInForce(now))
                .toList();
        boolean byTag = rule(control).exemptByTag() && inForce.stream().anyMatch(Exemption::needsTags);
        Map<String, String> read = byTag ? tags.get() : Map.of();
        return inForce.stream()
                .filter(exemption -> exemption.covers(target, event, read))
                .max(Comparator.comparing(Exemption::until));
    }

    /**
     * Returns an exemption in force of which only an event can tell whether it applies, the one that ends last if there
     * are several; none if there is an event. Nothing may be written then.
     */
    public Optional<Exemption> undecided(String control, Optional<CloudTrailEvent> event, Instant now) {
        return event.isPresent()
                ? Optional.empty()
                : exemptions(control).stream()
                        .filter(exemption -> exemption.needsEvent() && exemption.isInForce(now))
                        .max(Comparator.comparing(Exemption::until));
    }

    private List<Exemption> exemptions(String control) {
        return rules.map(Rules::exemptions).orElse(List.of()).stream()
                .filter(exemption -> exemption.concerns(control))
                .toList();
    }

    /** If none said enforce, it is a dry run. */
    private static Vote mostCareful(List<Vote> said) {
        Vote decisive = said.stream().reduce(Vote::mostCareful).orElse(NOBODY_ENFORCES);
        return said.stream().anyMatch(vote -> vote.mode() == Mode.ENFORCE)
                ? decisive
                : Vote.mostCareful(decisive, NOBODY_ENFORCES);
    }

    /** Of the control's own line and the scopes, the most specific prevails, and of equals the most careful. */
    private static Vote inFile(Rules file, String control, String account, String region) {
        ControlRule own = file.controls().get(control);
        if (own == null) {
            return new Vote(Mode.DRY_RUN, new Provenance("not listed under controls"));
        }
        List<ScopeRule> said = Stream.concat(
                        Stream.of(asScope(control, own)),
                        file.scopes().stream().filter(scope -> scope.covers(control, account, region)))
                .toList();
        int most = said.stream().mapToInt(ScopeRule::specificity).max().orElse(0);
        return said.stream()
                .filter(scope -> scope.specificity() == most)
                .map(ScopeRule::vote)
                .reduce(Vote::mostCareful)
                .orElse(NOBODY_ENFORCES);
    }

    /** Returns the vote that goes furthest in any place: where a scope enforces over the control's own, or else that. */
    private static Vote boldest(Rules file, String control) {
        ControlRule own = file.controls().get(control);
        if (own == null) {
            return NOBODY_ENFORCES;
        }
        ScopeRule everywhere = asScope(control, own);
        return file.scopes().stream()
                .filter(scope -> scope.controls().isEmpty() || scope.controls().contains(control))
                .filter(scope -> scope.specificity() > everywhere.specificity())
                .map(ScopeRule::vote)
                .filter(vote -> vote.mode() == Mode.ENFORCE)
                .findFirst()
                .orElse(everywhere.vote());
    }

    private static ScopeRule asScope(String control, ControlRule own) {
        Vote vote = own.mode().orElse(new Vote(Mode.DRY_RUN, own.said()));
        return new ScopeRule(Set.of(control), Set.of(), Set.of(), vote);
    }
}
