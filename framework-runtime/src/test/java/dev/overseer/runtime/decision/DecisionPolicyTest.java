package dev.overseer.runtime.decision;

import static dev.overseer.runtime.decision.Mode.DRY_RUN;
import static dev.overseer.runtime.decision.Mode.ENFORCE;
import static dev.overseer.runtime.decision.Mode.OFF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.ResourceRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecisionPolicyTest {
    private static final String HERE = "123456789012";
    private static final String THERE = "210987654321";
    private static final Provenance FLAG = new Provenance("--enforce");

    private final Map<String, ControlRule> controls = new LinkedHashMap<>();
    private Optional<Vote> ceiling = Optional.empty();
    private List<ScopeRule> scopes = List.of();
    private Optional<Set<String>> accounts = Optional.empty();
    private Optional<Set<String>> regions = Optional.empty();

    @Test
    void writesNothingUnlessSomebodySaidSo() {
        assertThat(DecisionPolicy.dryRun().ruling("job", HERE, "eu-west-1"))
                .isEqualTo(new Ruling(DRY_RUN, Provenance.DEFAULT));
        assertThat(mode(DecisionPolicy.dryRun().under(vote(ENFORCE, "OVERSEER_MODE"))))
                .isEqualTo(DRY_RUN);
        assertThat(mode(file())).isEqualTo(DRY_RUN);
        assertThat(mode(file().asking(Optional.empty(), FLAG))).isEqualTo(DRY_RUN);
    }

    @Test
    void writesWhatTheFlagNamesWhereThereIsNoFile() {
        DecisionPolicy named = DecisionPolicy.enforceOnly(Set.of("job"));

        assertThat(named.ruling("job", HERE, "eu-west-1").mode()).isEqualTo(ENFORCE);
        assertThat(named.ruling("crawler", HERE, "eu-west-1").mode()).isEqualTo(DRY_RUN);
        assertThat(mode(DecisionPolicy.enforceAll())).isEqualTo(ENFORCE);
        assertThat(mode(DecisionPolicy.enforceAll().under(vote(OFF, "OVERSEER_MODE"))))
                .isEqualTo(OFF);
    }

    @Test
    void runsUnlistedControlsDryWhateverElseIsSaid() {
        list("job", ENFORCE);
        ceiling = Optional.of(vote(ENFORCE, "overseer.yaml:1:7"));
        scopes = List.of(scope(Set.of("crawler"), Set.of(HERE), Set.of(), ENFORCE));

        DecisionPolicy policy = file().asking(Optional.empty(), FLAG).under(vote(ENFORCE, "OVERSEER_MODE"));

        assertThat(policy.ruling("crawler", HERE, "eu-west-1"))
                .isEqualTo(new Ruling(DRY_RUN, new Provenance("not listed under controls")));
        assertThat(policy.mayEnforce("crawler")).isFalse();
        assertThat(policy.mayEnforce("job")).isTrue();
    }

    @Test
    void switchesOffWhatWaitsToBeListedUntilTheFileOrTheFlagNamesIt() {
        Set<String> waiting = Set.of("job");

        assertThat(mode(DecisionPolicy.dryRun().offUnlessListed(waiting))).isEqualTo(OFF);
        assertThat(mode(DecisionPolicy.enforceAll().offUnlessListed(waiting))).isEqualTo(OFF);
        assertThat(mode(file().offUnlessListed(waiting))).isEqualTo(OFF);
        assertThat(DecisionPolicy.enforceAll().offUnlessListed(waiting).mayEnforce("job"))
                .isFalse();
        assertThat(mode(DecisionPolicy.enforceOnly(waiting).offUnlessListed(waiting)))
                .isEqualTo(ENFORCE);

        controls.put("job", rule(Optional.empty()));
        assertThat(mode(file().offUnlessListed(waiting))).isEqualTo(DRY_RUN);
    }

    @Test
    void runsAListedControlWithoutAModeDry() {
        controls.put("job", rule(Optional.empty()));

        assertThat(file().ruling("job", HERE, "eu-west-1"))
                .isEqualTo(new Ruling(DRY_RUN, new Provenance("job's line")));
    }

    @Test
    void staysBelowTheCeiling() {
        list("job", ENFORCE);
        ceiling = Optional.of(vote(DRY_RUN, "overseer.yaml:1:7"));

        assertThat(file().ruling("job", HERE, "eu-west-1"))
                .isEqualTo(new Ruling(DRY_RUN, new Provenance("overseer.yaml:1:7")));
        assertThat(file().mayEnforce("job")).isFalse();
    }

    @Test
    void doesNotRiseToTheCeiling() {
        list("job", OFF);
        ceiling = Optional.of(vote(ENFORCE, "overseer.yaml:1:7"));

        assertThat(mode(file())).isEqualTo(OFF);
    }

    @Test
    void takesTheMostCarefulVote() {
        list("job", ENFORCE);

        assertThat(mode(file().asking(Optional.of(Set.of("job")), FLAG))).isEqualTo(ENFORCE);
        assertThat(file().asking(Optional.of(Set.of("crawler")), FLAG).ruling("job", HERE, "eu-west-1"))
                .isEqualTo(new Ruling(DRY_RUN, FLAG));
        assertThat(file().under(vote(OFF, "OVERSEER_MODE"))
                        .under(vote(DRY_RUN, "another"))
                        .ruling("job", HERE, "eu-west-1"))
                .isEqualTo(new Ruling(OFF, new Provenance("OVERSEER_MODE")));
    }

    @Test
    void letsTheMoreSpecificScopePrevail() {
        list("job", DRY_RUN);
        scopes = List.of(
                scope(Set.of("job"), Set.of(HERE), Set.of(), ENFORCE),
                scope(Set.of("job"), Set.of(HERE), Set.of("us-east-1"), OFF));

        assertThat(file().ruling("job", HERE, "eu-west-1").mode()).isEqualTo(ENFORCE);
        assertThat(file().ruling("job", HERE, "us-east-1").mode()).isEqualTo(OFF);
        assertThat(file().ruling("job", THERE, "eu-west-1").mode()).isEqualTo(DRY_RUN);
        assertThat(file().mayEnforce("job")).isTrue();
    }

    @Test
    void namesTheLineThatLetsAControlWriteRatherThanACeilingThatAgrees() {
        list("job", ENFORCE);
        ceiling = Optional.of(vote(ENFORCE, "overseer.yaml:1:7"));

        assertThat(file().asking(Optional.empty(), FLAG).ruling("job", HERE, "eu-west-1"))
                .isEqualTo(new Ruling(ENFORCE, new Provenance("job's mode")));
    }

    @Test
    void mayNotEnforceWhereAScopeOnlyTiesWithTheControlsOwnMode() {
        list("job", DRY_RUN);
        scopes = List.of(scope(Set.of(), Set.of(HERE), Set.of(), ENFORCE));

        assertThat(file().ruling("job", HERE, "eu-west-1").mode()).isEqualTo(DRY_RUN);
        assertThat(file().mayEnforce("job")).isFalse();

        scopes = List.of(scope(Set.of(), Set.of(HERE), Set.of("us-east-1"), ENFORCE));

        assertThat(file().mayEnforce("job")).isTrue();
    }

    @Test
    void takesTheMoreCarefulOfATie() {
        list("job", ENFORCE);
        scopes = List.of(
                scope(Set.of(), Set.of(THERE), Set.of(), DRY_RUN),
                scope(Set.of("job"), Set.of(), Set.of("us-east-1"), ENFORCE),
                scope(Set.of(), Set.of(HERE), Set.of("us-east-1"), OFF));

        assertThat(file().ruling("job", THERE, "eu-west-1").mode()).isEqualTo(DRY_RUN);
        assertThat(file().ruling("job", HERE, "us-east-1").mode()).isEqualTo(OFF);
        assertThat(file().ruling("job", HERE, "eu-west-1").mode()).isEqualTo(ENFORCE);
    }

    @Test
    void coversTheAllowedAccountsAndRegions() {
        assertThat(file().covers(HERE, "eu-west-1")).isTrue();
        assertThat(DecisionPolicy.dryRun().covers(HERE, "eu-west-1")).isTrue();

        accounts = Optional.of(Set.of(HERE));
        regions = Optional.of(Set.of("eu-west-1"));

        assertThat(file().covers(HERE, "eu-west-1")).isTrue();
        assertThat(file().covers(THERE, "eu-west-1")).isFalse();
        assertThat(file().covers(HERE, "us-east-1")).isFalse();
    }

    private static Mode mode(DecisionPolicy policy) {
        return policy.mode("job", ResourceRef.of(HERE, "eu-west-1", "AWS::Glue::Job", "nightly"));
    }

    private DecisionPolicy file() {
        return DecisionPolicy.of(new Rules(
                ceiling,
                accounts,
                regions,
                controls,
                scopes,
                List.of(),
                Limits.STANDARD,
                new KillSwitchPlace.Here(List.of())));
    }

    private void list(String control, Mode mode) {
        controls.put(control, rule(Optional.of(vote(mode, control + "'s mode"))));
    }

    private static ControlRule rule(Optional<Vote> mode) {
        return new ControlRule(
                mode, Map.of(), Duration.ZERO, false, false, Optional.empty(), new Provenance("job's line"));
    }

    private static ScopeRule scope(Set<String> controls, Set<String> accounts, Set<String> regions, Mode mode) {
        return new ScopeRule(controls, accounts, regions, vote(mode, "a scope"));
    }

    private static Vote vote(Mode mode, String said) {
        return new Vote(mode, new Provenance(said));
    }
}
