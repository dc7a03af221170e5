package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.EXEMPT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.HELD;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Exemption.Subject;
import dev.overseer.runtime.decision.Glob;
import dev.overseer.runtime.decision.KillSwitch;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.decision.ScopeRule;
import dev.overseer.runtime.decision.Stop;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.event.EventMatch;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator allows, as it is obeyed by the engine. */
class DevEndpointDecisionsTest {
    private static final String CONTROL = "glue-dev-endpoint";
    private static final String ACCOUNT = "123456789012";
    private static final String ISSUER = "arn:aws:iam::123456789012:role/Deployer";
    private static final Provenance LINE = new Provenance("overseer.yaml:7:3");

    private final Scene scene = new Scene(Lifecycle.readyAfter(ZERO));

    @Test
    void leavesAnExemptedResourceAlone() {
        Transcript transcript = play(exempting(new Subject.Resource(new Glob("test*")), ofDays(1)), Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(EXEMPT);
        assertThat(transcript.outcome().summary())
                .isEqualTo("a lab, says lab@example.com, until 2026-01-16T10:00:00Z (overseer.yaml:7:3)");
        assertThat(transcript.outcome().findings()).isNotEmpty();
        assertThat(scene.aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "TEST1", "*test2", "1"})
    void deletesWhatAnExemptionDoesNotName(String glob) {
        assertThat(play(exempting(new Subject.Resource(new Glob(glob)), ofDays(1)), Scene.OPEN)
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void anExemptionEndsWithItsTime() {
        Rules rules = exempting(new Subject.Resource(new Glob("*")), ZERO);

        assertThat(play(rules, Scene.OPEN).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void anExemptionThatComesWhileTheResourceIsSetUpStopsTheWrite() {
        Scene slow = new Scene();
        Stage stage = slow.rehearsal().stage();
        Step.Suspended waiting = (Step.Suspended) stage.look(stage.open(Scene.OPEN));
        Rules rules = exempting(new Subject.Resource(new Glob("test1")), ofDays(1));

        Transcript transcript =
                slow.rehearsal().under(DecisionPolicy.of(rules)).play(Stage.document(waiting.incident()));

        assertThat(transcript.outcome().kind()).isEqualTo(EXEMPT);
        assertThat(slow.aws.writes()).isEmpty();
    }

    @Test
    void exemptsARoleWhateverItsSessionIsCalled() {
        Rules rules = exempting(new Subject.Principal(new Glob(ISSUER)), ofDays(1));

        assertThat(play(rules, bySessionOf(ISSUER, "Deployer", "anybody"))
                        .outcome()
                        .kind())
                .isEqualTo(EXEMPT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::123456789012:role/deployer",
                "arn:aws:iam::123456789012:role/path/Deployer",
                "arn:aws:iam::210987654321:role/Deployer",
                "arn:aws:iam::123456789012:role/Deployer2"
            })
    void doesNotExemptARoleThatIsCalledAlike(String other) {
        Rules rules = exempting(new Subject.Principal(new Glob(ISSUER)), ofDays(1));

        assertThat(play(rules, bySessionOf(other, "Deployer", "Deployer"))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void aSessionThatIsNamedLikeAnExemptedUserIsNotThatUser() {
        Rules rules = exempting(new Subject.Principal(new Glob("*alice*")), ofDays(1));

        assertThat(play(rules, bySessionOf(ISSUER, "Deployer", "alice"))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void exemptsWhatAPatternMatches() {
        Rules rules = exempting(
                new Subject.Event(EventMatch.of("{\"detail\": {\"requestParameters\": {\"glueVersion\": [\"1.0\"]}}}")),
                ofDays(1));

        assertThat(play(rules, Scene.OPEN).outcome().kind()).isEqualTo(EXEMPT);
        assertThat(play(rules, Scene.OPEN.request("glueVersion", "0.9").id("another"))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void anExemptionIsSaidInADryRunToo() {
        Rules rules = exempting(new Subject.Resource(new Glob("test1")), ofDays(1));

        Transcript transcript = scene.rehearsal()
                .under(DecisionPolicy.of(rules).under(new Vote(Mode.DRY_RUN, LINE)))
                .play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(EXEMPT);
    }

    @Test
    void aThrownKillSwitchHoldsTheIncident() {
        Transcript transcript = scene.rehearsal()
                .under(new Mandate(DecisionPolicy.enforceAll(), (control, target) -> Optional.of(stop())))
                .play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(HELD);
        assertThat(transcript.outcome().summary())
                .isEqualTo("the kill switch is thrown by ops@example.com: a bad week");
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void aKillSwitchThatIsThrownWhileTheResourceIsSetUpStopsTheWrite() {
        Scene slow = new Scene(Lifecycle.readyAfter(ofMinutes(7)));
        KillSwitch late = (control, target) ->
                Optional.of(stop()).filter(thrown -> slow.clock.instant().isAfter(Events.TIME.plus(ofMinutes(6))));

        Transcript transcript = slow.rehearsal()
                .under(new Mandate(DecisionPolicy.enforceAll(), late))
                .play(Scene.OPEN);

        assertThat(transcript.waits()).isNotEmpty();
        assertThat(transcript.outcome().kind()).isEqualTo(HELD);
        assertThat(slow.aws.writes()).isEmpty();
    }

    @Test
    void aDryRunDoesNotAskTheKillSwitch() {
        Transcript transcript = scene.rehearsal()
                .under(new Mandate(DecisionPolicy.dryRun(), (control, target) -> Optional.of(stop())))
                .play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(PLANNED);
    }

    @Test
    void leavesAViolationToItsOwnerForItsGrace() {
        Transcript transcript = play(rules(rule(ofHours(4), false)), Scene.OPEN);

        assertThat(transcript.waits())
                .extracting(Step.Suspended::delay, Step.Suspended::reason)
                .containsExactly(tuple(ofHours(4), "its owner, who has until 2026-01-15T14:00:00Z"));
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void leavesAnEndpointWhoseOwnerUsesTheGrace() {
        Stage stage = scene.rehearsal()
                .under(DecisionPolicy.of(rules(rule(ofHours(4), false))))
                .stage();
        Step.Suspended graced = (Step.Suspended) stage.look(stage.open(Scene.OPEN));

        scene.clock.advance(graced.delay());
        scene.glue.vanish("test1");
        scene.glue
                .endpoint("test1")
                .securityConfiguration("test-secure")
                .securityGroupIds("sg-0123456789abcdef0")
                .publicKeys("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5")
                .subnetId("subnet-0123456789abcdef0")
                .create();
        Step step = stage.look(graced.incident());

        assertThat(((Step.Closed) step).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void graceIsCountedFromTheFirstAnnouncementHoweverOftenTheEventComes() {
        DecisionPolicy policy = DecisionPolicy.of(rules(rule(ofHours(4), false)));
        Stage stage = scene.rehearsal().under(policy).stage();
        stage.look(stage.open(Scene.OPEN));

        scene.clock.advance(ofHours(3));
        Step.Suspended again = (Step.Suspended) stage.look(stage.resume(Scene.OPEN.envelopeBytes()));

        assertThat(again.delay()).isEqualTo(ofHours(1));
    }

    @Test
    void graceDoesNotEatUpTheTimeInWhichTheResourceIsSetUp() {
        Scene slow = new Scene(Lifecycle.readyAfter(ofHours(4).plusMinutes(10)));

        Transcript transcript = slow.rehearsal()
                .under(DecisionPolicy.of(rules(rule(ofHours(4), false))))
                .play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void holdsWhatNeedsApproval() {
        Transcript transcript = play(rules(rule(ZERO, true)), Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(HELD);
        assertThat(transcript.outcome().summary())
                .isEqualTo("needs approval: `overseer approve %s --reason …`"
                        .formatted(transcript.closed().getFirst().incident().id()));
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void theSuccessorOfAnApprovedIncidentIsReadCheckedAndPutRight() {
        Rules rules = rules(rule(ofHours(4), true));
        Incident held = held(rules);

        Incident successor = approved(held, Release.Kind.APPROVED);
        Transcript transcript = resume(rules, successor);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(successor.id()).isNotEqualTo(held.id());
        assertThat(transcript.waits()).isEmpty();
    }

    @Test
    void theSuccessorOfAnApprovedIncidentFindsWhatItsOwnerRepaired() {
        Rules rules = rules(rule(ZERO, true));
        Incident successor = approved(held(rules), Release.Kind.APPROVED);
        scene.glue.vanish("test1");

        assertThat(resume(rules, successor).outcome().kind()).isEqualTo(Outcome.Kind.GONE);
    }

    @Test
    void aRetryIsNoApproval() {
        Rules rules = rules(rule(ZERO, true));

        assertThat(resume(rules, approved(held(rules), Release.Kind.RETRIED))
                        .outcome()
                        .kind())
                .isEqualTo(HELD);
    }

    @Test
    void aMessageThatClaimsToFollowAnApprovalWritesNothing() {
        Rules rules = rules(rule(ZERO, true));
        Incident forged = held(rules).successor(scene.clock.instant());

        Transcript transcript = resume(rules, forged);

        assertThat(transcript.outcome().kind()).isEqualTo(FAILED);
        assertThat(transcript.outcome().summary()).contains("nobody gave leave for it");
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void holdsWhatIsOverTheLimitOfAnHour() {
        Transcript transcript = play(limited(limits(3, 100, 100)), endpoints(10));

        assertThat(transcript.kinds()).filteredOn(REMEDIATED::equals).hasSize(3);
        assertThat(transcript.kinds()).filteredOn(HELD::equals).hasSize(7);
        assertThat(scene.aws.writes()).hasSize(3);
        assertThat(summaries(transcript, HELD))
                .allSatisfy(summary ->
                        assertThat(summary).startsWith("the limit of 3 an hour (perControlAccountHour) is reached"));
    }

    @Test
    void limitsOfAllAccountsAndOfAllControlsCountToo() {
        EventBuilder[] events = endpoints(6);
        for (int i = 3; i < 6; i++) {
            events[i] = events[i].account("210987654321");
        }

        assertThat(play(limited(limits(100, 4, 100)), events).kinds())
                .filteredOn(REMEDIATED::equals)
                .hasSize(4);
        assertThat(new Scene(Lifecycle.readyAfter(ZERO))
                        .rehearsal()
                        .under(DecisionPolicy.of(limited(limits(100, 100, 5))))
                        .play(events)
                        .kinds())
                .filteredOn(REMEDIATED::equals)
                .hasSize(5);
    }

    @Test
    void anHourLaterThereIsRoomAgain() {
        Rules rules = limited(limits(1, 100, 100));
        EventBuilder later = endpoint(2).at(Events.TIME.plus(ofMinutes(61)));

        assertThat(play(rules, endpoint(1), later).kinds()).containsExactly(REMEDIATED, REMEDIATED);
    }

    @Test
    void whatWasApprovedGoesOnWhenThereIsRoom() {
        Rules rules = limited(limits(1, 100, 100));
        Transcript first = play(rules, endpoint(1), endpoint(2));
        Incident held = first.closed().stream()
                .filter(step -> step.outcome().kind() == HELD)
                .findFirst()
                .orElseThrow()
                .incident();

        Transcript successor = resume(rules, approved(held, Release.Kind.APPROVED));

        assertThat(successor.waits()).hasSize(1);
        assertThat(successor.waits().getFirst().reason()).startsWith("room under a limit: the limit of 1 an hour");
        assertThat(successor.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(successor.elapsed()).isBetween(ofMinutes(59), ofMinutes(60));
    }

    @Test
    void stopsAfterTheFirstThreeInAnAccountUntilAPersonLetsItGoOn() {
        Rules rules = limited(Limits.STANDARD);

        Transcript first = play(rules, endpoints(5));
        scene.ledger.lift(new Lift(CONTROL, ACCOUNT, "ops", "looked at them", scene.clock.instant()));
        Transcript second = play(rules, endpoint(6));

        assertThat(first.kinds()).filteredOn(HELD::equals).hasSize(2);
        assertThat(summaries(first, HELD))
                .allSatisfy(
                        summary -> assertThat(summary)
                                .startsWith(
                                        "control glue-dev-endpoint is new in account 123456789012 and stops after its first 3"));
        assertThat(second.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void holdsAResourceThatIsMadeWrongOverAndOver() {
        Rules rules = limited(new Limits(100, 100, 100, new Limits.Flapping(3, ofMinutes(270)), 100, 100));
        List<Outcome> outcomes = new ArrayList<>();
        for (int time = 0; time < 4; time++) {
            EventBuilder again = Scene.OPEN.id("again-" + time).at(Events.TIME.plus(ofHours(time)));
            outcomes.add(play(rules, again).outcome());
        }

        assertThat(outcomes).extracting(Outcome::kind).containsExactly(REMEDIATED, REMEDIATED, REMEDIATED, HELD);
        assertThat(outcomes.getLast().summary())
                .startsWith("it was put right 3 times within 4h30m and is made wrong again");
    }

    @Test
    void aDryRunConsumesNoLimit() {
        Rules rules = limited(limits(1, 1, 1));

        scene.rehearsal()
                .under(DecisionPolicy.of(rules).under(new Vote(Mode.DRY_RUN, LINE)))
                .play(endpoints(5));

        assertThat(play(rules, endpoint(7)).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void enforcesOnlyWhereTheMostSpecificRuleSaysSo() {
        Rules rules = new Rules(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(CONTROL, rule(ZERO, false)),
                List.of(new ScopeRule(Set.of(CONTROL), Set.of("210987654321"), Set.of(), new Vote(Mode.DRY_RUN, LINE))),
                List.of(),
                Limits.NONE,
                new KillSwitchPlace.Here(List.of()));

        assertThat(play(rules, endpoint(1), endpoint(2).account("210987654321")).kinds())
                .containsExactlyInAnyOrder(REMEDIATED, PLANNED);
    }

    @Test
    void passesOverWhatIsOutOfScopeOrSwitchedOff() {
        Rules elsewhere = new Rules(
                Optional.empty(),
                Optional.of(Set.of("210987654321")),
                Optional.empty(),
                Map.of(CONTROL, rule(ZERO, false)),
                List.of(),
                List.of(),
                Limits.NONE,
                new KillSwitchPlace.Here(List.of()));
        DecisionPolicy off = DecisionPolicy.of(rules(rule(ZERO, false))).under(new Vote(Mode.OFF, LINE));

        assertThat(play(elsewhere, Scene.OPEN).ignoredFor()).containsExactly(IgnoredReason.OUT_OF_SCOPE);
        assertThat(scene.rehearsal().under(off).play(Scene.OPEN).ignoredFor())
                .containsExactly(IgnoredReason.SWITCHED_OFF);
    }

    @Test
    void anIncidentThatWaitedIsDroppedIfItsControlIsSwitchedOffMeanwhile() {
        Scene slow = new Scene();
        Stage stage = slow.rehearsal().stage();
        Step.Suspended suspended = (Step.Suspended) stage.look(stage.open(Scene.OPEN));
        DecisionPolicy off = DecisionPolicy.enforceAll().under(new Vote(Mode.OFF, LINE));

        Transcript resumed = slow.rehearsal().under(off).play(Stage.document(suspended.incident()));

        assertThat(resumed.ignoredFor()).containsExactly(IgnoredReason.SWITCHED_OFF);
    }

    @Test
    void theJournalHoldsTheResourceAsItWasWithoutItsSecrets() {
        Incident incident = scene.play(Scene.OPEN.request("arguments", Map.of("--password", "hunter2")))
                .closed()
                .getFirst()
                .incident();

        assertThat(scene.ledger.writes(incident.id()).getFirst().intent().preState())
                .contains("\"EndpointName\":\"test1\"")
                .contains("\"Arguments\":\"(masked)\"")
                .doesNotContain("hunter2");
    }

    private Transcript play(Rules rules, EventBuilder... events) {
        return scene.rehearsal().under(DecisionPolicy.of(rules)).play(events);
    }

    private Transcript resume(Rules rules, Incident incident) {
        return scene.rehearsal().under(DecisionPolicy.of(rules)).play(Stage.document(incident));
    }

    private Incident held(Rules rules) {
        Stage stage = scene.rehearsal().under(DecisionPolicy.of(rules)).stage();
        Step step = stage.look(stage.open(Scene.OPEN));
        while (step instanceof Step.Suspended(Incident incident, Duration delay, String reason)) {
            scene.clock.advance(delay);
            step = stage.look(incident);
        }
        return step.incident();
    }

    private Incident approved(Incident held, Release.Kind kind) {
        Instant now = scene.clock.instant();
        Incident successor = held.successor(now);
        scene.ledger.release(new Release(kind, held.id(), successor.id(), List.of(), "ops", "fine", now));
        return successor;
    }

    private static List<String> summaries(Transcript transcript, Outcome.Kind kind) {
        return transcript.closed().stream()
                .map(Step.Closed::outcome)
                .filter(outcome -> outcome.kind() == kind)
                .map(Outcome::summary)
                .toList();
    }

    private static Stop stop() {
        return new Stop(Optional.empty(), Optional.empty(), Optional.empty(), "ops@example.com", "a bad week");
    }

    private static Rules exempting(Subject subject, Duration left) {
        Exemption exemption =
                new Exemption(Optional.of(CONTROL), subject, "a lab", "lab@example.com", Events.TIME.plus(left), LINE);
        return new Rules(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(CONTROL, rule(ZERO, false)),
                List.of(),
                List.of(exemption),
                Limits.NONE,
                new KillSwitchPlace.Here(List.of()));
    }

    private static Rules rules(ControlRule rule) {
        return rules(rule, Limits.NONE);
    }

    private static Rules limited(Limits limits) {
        return rules(rule(ZERO, false), limits);
    }

    private static Rules rules(ControlRule rule, Limits limits) {
        return new Rules(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(CONTROL, rule),
                List.of(),
                List.of(),
                limits,
                new KillSwitchPlace.Here(List.of()));
    }

    private static ControlRule rule(Duration grace, boolean approval) {
        return new ControlRule(
                Optional.of(new Vote(Mode.ENFORCE, LINE)), Map.of(), grace, approval, false, Optional.empty(), LINE);
    }

    private static Limits limits(int perControlAccountHour, int perControlHour, int perHour) {
        return new Limits(
                perControlAccountHour,
                perControlHour,
                perHour,
                Limits.STANDARD.flapping(),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
    }

    private static EventBuilder[] endpoints(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(DevEndpointDecisionsTest::endpoint)
                .toArray(EventBuilder[]::new);
    }

    private static EventBuilder endpoint(int number) {
        return Scene.OPEN.request("endpointName", "test" + number).id("event-" + number);
    }

    private static EventBuilder bySessionOf(String issuer, String role, String session) {
        return Scene.OPEN
                .by("arn:aws:sts::123456789012:assumed-role/%s/%s".formatted(role, session))
                .with(
                        "userIdentity",
                        Map.of(
                                "type",
                                "AssumedRole",
                                "arn",
                                "arn:aws:sts::123456789012:assumed-role/%s/%s".formatted(role, session),
                                "sessionContext",
                                Map.of("sessionIssuer", Map.of("type", "Role", "arn", issuer))));
    }
}
