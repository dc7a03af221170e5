package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.EXEMPT;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Exemption.Subject;
import dev.overseer.runtime.decision.Glob;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DevEndpointSweepTest {
    private static final String CONTROL = "glue-dev-endpoint";

    private final Scene scene = new Scene();

    @Test
    void deletesAnOldInsecureEndpointAndLeavesCompliantOnes() {
        insecure("old");
        compliant("safe");
        scene.clock.advance(ofDays(400));

        Transcript transcript = sweep();

        assertThat(outcomes(transcript)).isEqualTo(Map.of("old", REMEDIATED, "safe", COMPLIANT));
        assertThat(scene.glue.exists("old")).isFalse();
        assertThat(scene.glue.exists("safe")).isTrue();
        Outcome deleted = transcript.closed().getFirst().outcome();
        assertThat(deleted.writes()).containsExactly("glue:DeleteDevEndpoint");
        assertThat(deleted.findings()).isNotEmpty();
        assertThat(deleted.callerIsCreator()).isFalse();
        assertThat(scene.ledger.writes(transcript.closed().getFirst().incident().id()))
                .hasSize(1);
    }

    @Test
    void waitsForAnEndpointThatIsBeingSetUp() {
        scene.glue.endpoint("new").living(Lifecycle.readyAfter(ofMinutes(7)));

        Transcript transcript = sweep();

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.outcome().looks()).isGreaterThan(1);
    }

    @Test
    void onlySaysWhatItWouldDoInADryRun() {
        insecure("old");

        Transcript transcript = scene.rehearsal().dryRun().sweep(CONTROL);

        assertThat(transcript.outcome().kind()).isEqualTo(PLANNED);
        assertThat(transcript.outcome().planned()).hasSize(1);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void goesOnBehindAResource() {
        List.of("a", "b", "c", "d").forEach(this::insecure);

        Transcript transcript = sweepAfter("b");

        assertThat(outcomes(transcript)).isEqualTo(Map.of("c", REMEDIATED, "d", REMEDIATED));
    }

    @Test
    void beginsAnewIfTheResourceToGoOnBehindIsGone() {
        List.of("a", "c").forEach(this::insecure);

        assertThat(outcomes(sweepAfter("b"))).isEqualTo(Map.of("a", REMEDIATED, "c", REMEDIATED));
    }

    @Test
    void goesThroughAllPagesOnce() {
        IntStream.range(0, 230).forEach(number -> compliant("endpoint-%03d".formatted(number)));

        Transcript transcript = sweep();

        assertThat(transcript.kinds()).hasSize(230).containsOnly(COMPLIANT);
        assertThat(new HashSet<>(names(transcript))).hasSize(230);
        assertThat(scene.aws.calls("GetDevEndpoints")).hasSize(3);
    }

    @Test
    void asksForAPageOnlyWhenItIsNeeded() {
        IntStream.range(0, 150).forEach(number -> compliant("endpoint-%03d".formatted(number)));

        sweep();

        Duration untilSecondPage = Duration.between(
                scene.aws.calls("GetDevEndpoints").getFirst().at(),
                scene.aws.calls("GetDevEndpoints").getLast().at());
        assertThat(untilSecondPage).isGreaterThan(ofSeconds(40));
    }

    @Test
    void readsNoMoreThanTwiceASecond() {
        IntStream.range(0, 60).forEach(number -> compliant("endpoint-%02d".formatted(number)));
        Instant start = scene.clock.instant();

        sweep();

        assertThat(Duration.between(start, scene.clock.instant())).isBetween(ofSeconds(27), ofSeconds(31));
    }

    @Test
    void leavesAnEndpointAloneThatVanishesAfterItWasListed() {
        insecure("old");
        scene.aws.onCall("GetDevEndpoints").after(call -> scene.glue.vanish("old"));

        Transcript transcript = sweep();

        assertThat(transcript.outcome().kind()).isEqualTo(GONE);
        assertThat(transcript.outcome().looks()).isEqualTo(1);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void goesOnAfterAPageThatIsThrottled() {
        IntStream.range(0, 120).forEach(number -> compliant("endpoint-%03d".formatted(number)));
        scene.aws.fail("GetDevEndpoints").with(Fault.throttle()).nth(2);

        Transcript transcript = sweep();

        assertThat(transcript.kinds()).hasSize(120).containsOnly(COMPLIANT);
        assertThat(new HashSet<>(names(transcript))).hasSize(120);
        assertThat(transcript.unreadable()).isEmpty();
    }

    @Test
    void saysWhatToGrantIfItMayNotList() {
        insecure("old");
        scene.aws.fail("GetDevEndpoints").with(Fault.deny()).always();

        Transcript transcript = sweep();

        assertThat(transcript.opened()).isEmpty();
        assertThat(transcript.unreadable())
                .singleElement()
                .satisfies(failed -> assertThat(failed.problem())
                        .startsWith("glue:GetDevEndpoints was denied to ")
                        .endsWith("Grant what `overseer policy iam` prints"));
    }

    @Test
    void retriesALookThatIsThrottled() {
        insecure("old");
        scene.aws.fail("GetDevEndpoint").with(Fault.throttle()).nth(1);

        Transcript transcript = sweep();

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.waits()).hasSize(1);
    }

    @Test
    void sweepingTwiceFindsNothingLeftToDo() {
        insecure("old");
        compliant("safe");

        sweep();
        Transcript again = sweep();

        assertThat(outcomes(again)).isEqualTo(Map.of("safe", COMPLIANT));
        assertThat(scene.glue.effectiveDeletes("old")).isOne();
    }

    @Test
    void whatASweepFindsTwiceIsOneIncident() {
        insecure("old");
        Transcript first = scene.rehearsal().dryRun().sweep(CONTROL);
        Instant start = first.opened().getFirst().cause().at();
        scene.clock.set(start);

        Transcript second = scene.rehearsal().dryRun().sweep(CONTROL);

        assertThat(second.opened().getFirst().id())
                .isEqualTo(first.opened().getFirst().id());
        assertThat(second.closed()).extracting(Step.Closed::news).containsExactly(false);
    }

    @Test
    void plansWhereAnExemptionByPrincipalIsInForceAndSaysWhich() {
        insecure("old");
        compliant("safe");

        Transcript transcript = sweep(exempting(new Subject.Principal(new Glob("arn:aws:iam::*:role/Lab")), ofDays(1)));

        assertThat(outcomes(transcript)).isEqualTo(Map.of("old", PLANNED, "safe", COMPLIANT));
        assertThat(transcript.closed().getFirst().outcome().summary())
                .startsWith("found by a sweep, which cannot tell whether an exemption by the principal"
                        + " arn:aws:iam::*:role/Lab covers it: a lab, says lab@example.com, until ")
                .contains("(overseer.yaml:9:5)");
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void deletesOnceAnExemptionByPrincipalHasEnded() {
        insecure("old");
        Rules rules = exempting(new Subject.Principal(new Glob("*")), ofDays(1));
        scene.clock.advance(ofDays(2));

        assertThat(sweep(rules).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void leavesAResourceThatIsExemptByItsName() {
        insecure("lab-1");
        insecure("old");

        assertThat(outcomes(sweep(exempting(new Subject.Resource(new Glob("lab-*")), ofDays(1)))))
                .isEqualTo(Map.of("lab-1", EXEMPT, "old", REMEDIATED));
    }

    @Test
    void sweepsOneAccountAndRegion() {
        insecure("here");
        scene.glue.endpoint("there").region("us-east-1").ready();

        assertThat(outcomes(sweep())).isEqualTo(Map.of("here", REMEDIATED));
        assertThat(scene.glue.exists("there")).isTrue();
        assertThat(scene.aws.calls()).extracting(AwsCall::region).containsOnly(FakeAws.REGION);
    }

    private Transcript sweep() {
        return scene.rehearsal().sweep(CONTROL);
    }

    private Transcript sweep(Rules rules) {
        return scene.rehearsal().under(DecisionPolicy.of(rules)).sweep(CONTROL);
    }

    private Transcript sweepAfter(String id) {
        return scene.rehearsal().sweep(CONTROL, FakeAws.ACCOUNT, FakeAws.REGION, Optional.of(id));
    }

    private void insecure(String name) {
        scene.glue.endpoint(name).ready();
    }

    private void compliant(String name) {
        scene.glue
                .endpoint(name)
                .securityConfiguration("test-secure")
                .securityGroupIds("sg-0123456789abcdef0")
                .publicKeys("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5")
                .subnetId("subnet-0123456789abcdef0")
                .ready();
    }

    private static Rules exempting(Subject subject, Duration left) {
        Provenance line = new Provenance("overseer.yaml:9:5");
        ControlRule rule = new ControlRule(
                Optional.of(new Vote(Mode.ENFORCE, line)),
                Map.of(),
                Duration.ZERO,
                false,
                false,
                Optional.empty(),
                line);
        return new Rules(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(CONTROL, rule),
                List.of(),
                List.of(new Exemption(
                        Optional.of(CONTROL), subject, "a lab", "lab@example.com", Events.TIME.plus(left), line)),
                Limits.NONE,
                new KillSwitchPlace.Here(List.of()));
    }

    private static List<String> names(Transcript transcript) {
        return transcript.closed().stream()
                .map(step -> step.incident().target().id())
                .toList();
    }

    private static Map<String, Outcome.Kind> outcomes(Transcript transcript) {
        Map<String, Outcome.Kind> outcomes = new TreeMap<>();
        transcript
                .closed()
                .forEach(step -> outcomes.put(
                        step.incident().target().id(), step.outcome().kind()));
        return outcomes;
    }
}
