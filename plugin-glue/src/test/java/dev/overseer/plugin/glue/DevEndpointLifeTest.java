package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static dev.overseer.runtime.incident.Outcome.Kind.STALE;
import static dev.overseer.runtime.incident.Outcome.Kind.TIMED_OUT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.Transcript;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;

class DevEndpointLifeTest {

    @Test
    void deletesAnEndpointInTheLookThatSeesItReady() {
        Scene scene = new Scene(Lifecycle.byLook(
                "PROVISIONING", "PROVISIONING", "PROVISIONING", "PROVISIONING", "PROVISIONING", "READY"));

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.outcome().looks()).isEqualTo(6);
        assertThat(transcript.outcome().writes()).containsExactly("glue:DeleteDevEndpoint");
        assertThat(transcript.waits())
                .hasSize(5)
                .allSatisfy(wait -> assertThat(wait.reason()).isEqualTo("READY; it is PROVISIONING"));
        assertThat(scene.aws.calls().stream().map(AwsCall::operation).toList())
                .containsExactly(
                        "GetDevEndpoint",
                        "GetDevEndpoint",
                        "GetDevEndpoint",
                        "GetDevEndpoint",
                        "GetDevEndpoint",
                        "GetDevEndpoint",
                        "DeleteDevEndpoint",
                        "GetDevEndpoint");
    }

    @Test
    void looksAfterFiveMinutesAndThenEveryMinute() {
        Transcript transcript = new Scene(Lifecycle.readyAfter(ofMinutes(7))).play(Scene.OPEN);

        assertThat(transcript.waits())
                .extracting(Step.Suspended::delay)
                .containsExactly(ofMinutes(5), ofMinutes(1), ofMinutes(1));
        assertThat(transcript.elapsed()).isEqualTo(ofMinutes(7));
    }

    @Test
    void deletesAnEndpointThatFailedToStart() {
        Scene scene = new Scene(Lifecycle.failedAfter(ofMinutes(5)));

        assertThat(scene.play(Scene.OPEN).outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.exists("test1")).isFalse();
    }

    @Test
    void waitsForAnUnknownStatusAsForProvisioning() {
        Scene scene = new Scene(Lifecycle.byLook("REHYDRATING", "READY"));

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.waits()).extracting(Step.Suspended::reason).containsExactly("READY; it is REHYDRATING");
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void givesUpOnAnEndpointThatIsProvisionedForEverAfterFourteenLooks() {
        Scene scene = new Scene(Lifecycle.neverReady());

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(TIMED_OUT);
        assertThat(transcript.outcome().looks()).isLessThanOrEqualTo(14);
        assertThat(transcript.elapsed()).isEqualTo(ofMinutes(30));
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void deletesAnEndpointThatBecameReadyWhileNobodyLookedForTwoDays() {
        Scene scene = new Scene();
        Step.Suspended suspended = firstLook(scene);

        scene.clock.advance(ofDays(2));
        Transcript transcript = scene.rehearsal().play(document(suspended));

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void leavesAnEndpointThatItsOwnerRepairsMeanwhile() {
        Scene scene = new Scene();
        FakeAws owner = new FakeAws(scene.clock).install(scene.glue);
        scene.aws
                .onCall("GetDevEndpoint")
                .before(call -> owner.client(GlueClient::builder)
                        .updateDevEndpoint(update ->
                                update.endpointName("test1").addPublicKeys("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5")))
                .nth(2);

        Transcript transcript = scene.play(Scene.CLOSED.request("publicKeys", List.of()));

        assertThat(transcript.outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(transcript.outcome().looks()).isEqualTo(2);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void looksTwiceForAnEndpointThatIsNotThere() {
        Scene scene = new Scene();
        scene.aws.onCall("GetDevEndpoint").before(call -> scene.glue.vanish("test1"));

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(GONE);
        assertThat(transcript.waits()).extracting(Step.Suspended::delay).containsExactly(ofSeconds(20));
        assertThat(scene.aws.calls()).hasSize(2);
    }

    @Test
    void looksOnceForTheEndpointOfAnOldEvent() {
        Scene scene = new Scene();
        scene.aws.onCall("GetDevEndpoint").before(call -> scene.glue.vanish("test1"));
        Step.Suspended suspended = firstLook(scene);
        scene.clock.advance(ofHours(1));

        Transcript transcript = scene.rehearsal().play(document(suspended));

        assertThat(transcript.outcome().kind()).isEqualTo(GONE);
        assertThat(transcript.waits()).isEmpty();
    }

    @Test
    void anEventCanBeQuickerThanItsEndpoint() {
        Scene scene = new Scene();
        scene.aws
                .onCall("GetDevEndpoint")
                .before(call -> scene.glue.vanish("test1"))
                .nth(1);
        scene.aws
                .onCall("GetDevEndpoint")
                .before(call ->
                        scene.glue.endpoint("test1").createdAt(Events.TIME).ready())
                .nth(2);

        assertThat(scene.play(Scene.OPEN).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void leavesAnOlderEndpointOfTheSameName() {
        Scene scene = new Scene();
        scene.aws
                .onCall("GetDevEndpoint")
                .before(call -> scene.glue
                        .endpoint("test1")
                        .createdAt(Events.TIME.minus(ofHours(1)))
                        .ready());

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(STALE);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT4M, true", "PT6M, false"})
    void namesTheCallerAsCreatorOnlyOfTheEndpointThatWasReported(Duration later, boolean callerIsCreator) {
        Scene scene = new Scene();
        scene.aws
                .onCall("GetDevEndpoint")
                .before(call -> scene.glue
                        .endpoint("test1")
                        .createdAt(Events.TIME.plus(later))
                        .ready())
                .nth(1);

        Outcome outcome = scene.play(Scene.OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.callerIsCreator()).isEqualTo(callerIsCreator);
    }

    @Test
    void seesADeletedEndpointOffThatTerminatesSlowly() {
        Scene scene = new Scene(Lifecycle.readyAfter(ofMinutes(6)).terminatingFor(ofMinutes(3)));

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.outcome().findings()).isNotEmpty();
        assertThat(transcript.elapsed()).isBetween(ofMinutes(9), ofMinutes(11));
        assertThat(scene.aws.calls("DeleteDevEndpoint")).hasSize(1);
    }

    @Test
    void doesNotClaimSuccessForAnEndpointThatNeverGoes() {
        Scene scene = new Scene(Lifecycle.readyAfter(ofMinutes(6)).terminatingFor(ofDays(1)));

        Outcome outcome = scene.play(Scene.OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.writes()).containsExactly("glue:DeleteDevEndpoint");
        assertThat(outcome.summary()).contains("glue:DeleteDevEndpoint took effect, but 10m later it still has no");
    }

    @Test
    void waitsWhenGlueRefusesAnEarlyDelete() {
        Scene scene = new Scene(Lifecycle.byLook("READY", "READY"));
        scene.aws
                .fail("DeleteDevEndpoint")
                .with(Fault.error(400, "InvalidInputException", "not yet"))
                .times(1);

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.waits())
                .singleElement()
                .satisfies(
                        wait -> assertThat(wait.reason()).isEqualTo("Glue to let it be deleted; it is READY: not yet"));
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void takesAnEndpointThatVanishesBeforeTheDeleteForGone() {
        Scene scene = new Scene(Lifecycle.byLook("READY"));
        scene.aws.onCall("DeleteDevEndpoint").before(call -> scene.glue.vanish("test1"));

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(GONE);
        assertThat(transcript.outcome().writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROVISIONING", "READY", "FAILED"})
    void aDryRunReadsOnceAndSaysWhatItWouldDo(String status) {
        Scene scene = new Scene(Lifecycle.starting(status));

        Transcript transcript = scene.rehearsal().dryRun().play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(PLANNED);
        assertThat(transcript.outcome().summary())
                .isEqualTo(
                        status.equals("PROVISIONING")
                                ? "would wait for READY; it is PROVISIONING, then call glue:DeleteDevEndpoint"
                                : "would call glue:DeleteDevEndpoint with {EndpointName=test1}");
        assertThat(scene.aws.calls()).extracting(AwsCall::operation).containsExactly("GetDevEndpoint");
        assertThat(scene.glue.exists("test1")).isTrue();
    }

    private static Step.Suspended firstLook(Scene scene) {
        Stage stage = scene.rehearsal().stage();
        return (Step.Suspended) stage.look(stage.open(Scene.OPEN));
    }

    private static byte[] document(Step.Suspended suspended) {
        return Stage.document(suspended.incident());
    }
}
