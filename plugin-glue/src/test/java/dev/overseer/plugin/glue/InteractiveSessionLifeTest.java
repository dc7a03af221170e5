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
import dev.overseer.testkit.Transcript;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;

class InteractiveSessionLifeTest {

    @Test
    void stopsASessionInTheLookThatSeesItReadyAndDeletesItWhenItIsStopped() {
        Scene scene = new Scene(Lifecycle.byLook("PROVISIONING", "READY").terminatingFor(ofSeconds(40)));

        Transcript transcript = scene.play(Scene.OPEN_SESSION);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.outcome().summary()).isEqualTo("stopped and deleted");
        assertThat(transcript.outcome().writes()).containsExactly("glue:StopSession", "glue:DeleteSession");
        assertThat(transcript.waits())
                .extracting(Step.Suspended::reason)
                .containsExactly("READY; it is PROVISIONING", "STOPPED, to be deleted then");
        assertThat(scene.aws.calls())
                .extracting(AwsCall::operation)
                .containsExactly(
                        "GetSession", "GetSession", "StopSession", "GetSession", "DeleteSession", "GetSession");
        assertThat(scene.glue.effectiveDeletes("session1")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOPPED", "FAILED", "TIMEOUT"})
    void deletesASessionThatRunsNoMore(String status) {
        Scene scene = new Scene(Lifecycle.starting(status));

        Transcript transcript = scene.play(Scene.OPEN_SESSION);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.outcome().writes()).containsExactly("glue:DeleteSession");
        assertThat(scene.glue.exists("session1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"STOPPING, STOPPED; it is STOPPING", "WARMING_UP, READY; it is WARMING_UP"})
    void waitsForASessionThatIsOnItsWay(String status, String reason) {
        Scene scene = new Scene(Lifecycle.byLook(status, "STOPPED"));

        Transcript transcript = scene.play(Scene.OPEN_SESSION);

        assertThat(transcript.waits()).extracting(Step.Suspended::reason).containsExactly(reason);
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void looksAfterThirtySecondsAndThenEveryMinute() {
        Transcript transcript = new Scene(Lifecycle.readyAfter(ofMinutes(2))).play(Scene.OPEN_SESSION);

        assertThat(transcript.waits())
                .extracting(Step.Suspended::delay)
                .startsWith(ofSeconds(30), ofMinutes(1), ofMinutes(1));
    }

    @Test
    void waitsUntilASlowSessionHasStopped() {
        Scene scene = new Scene(Lifecycle.starting("READY").terminatingFor(ofMinutes(5)));

        Transcript transcript = scene.play(Scene.OPEN_SESSION);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.outcome().looks()).isLessThanOrEqualTo(14);
        assertThat(scene.aws.calls("StopSession")).hasSize(1);
        assertThat(scene.aws.calls("DeleteSession")).hasSize(1);
    }

    @Test
    void doesNotClaimSuccessForASessionThatNeverStops() {
        Scene scene = new Scene(Lifecycle.starting("READY").terminatingFor(ofDays(1)));

        Outcome outcome = scene.play(Scene.OPEN_SESSION).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.writes()).containsExactly("glue:StopSession");
    }

    @Test
    void givesUpOnASessionThatIsProvisionedForEver() {
        Scene scene = new Scene(Lifecycle.neverReady());

        Transcript transcript = scene.play(Scene.OPEN_SESSION);

        assertThat(transcript.outcome().kind()).isEqualTo(TIMED_OUT);
        assertThat(transcript.outcome().looks()).isLessThanOrEqualTo(14);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"StopSession, READY", "DeleteSession, STOPPED"})
    void anIllegalStateIsWaitedOut(String operation, String status) {
        Scene scene = new Scene(Lifecycle.starting(status));
        scene.aws
                .fail(operation)
                .with(Fault.error(400, "IllegalSessionStateException", "not yet"))
                .times(2);

        Transcript transcript = scene.play(Scene.OPEN_SESSION);

        assertThat(transcript.waits())
                .extracting(Step.Suspended::reason)
                .startsWith("another status: Glue says not yet", "another status: Glue says not yet");
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.effectiveDeletes("session1")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"StopSession, READY", "DeleteSession, STOPPED"})
    void takesASessionThatVanishesBeforeTheWriteForGone(String operation, String status) {
        Scene scene = new Scene(Lifecycle.starting(status));
        scene.aws.onCall(operation).before(call -> scene.glue.vanish("session1"));

        Outcome outcome = scene.play(Scene.OPEN_SESSION).outcome();

        assertThat(outcome.kind()).isEqualTo(GONE);
        assertThat(outcome.writes()).isEmpty();
    }

    @Test
    void aSessionThatItsOwnerDeletesAfterItWasStoppedIsPutRight() {
        Scene scene = new Scene(Lifecycle.starting("READY"));
        scene.aws
                .onCall("GetSession")
                .before(call -> scene.glue.vanish("session1"))
                .nth(2);

        assertThat(scene.play(Scene.OPEN_SESSION).outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void looksTwiceForASessionThatIsNotThere() {
        Scene scene = new Scene();
        scene.aws.onCall("GetSession").before(call -> scene.glue.vanish("session1"));

        Transcript transcript = scene.play(Scene.OPEN_SESSION);

        assertThat(transcript.outcome().kind()).isEqualTo(GONE);
        assertThat(transcript.waits()).extracting(Step.Suspended::delay).containsExactly(ofSeconds(20));
    }

    @Test
    void leavesAnOlderSessionOfTheSameId() {
        Scene scene = new Scene(Lifecycle.starting("READY"));
        scene.aws
                .onCall("GetSession")
                .before(call -> scene.glue.seed(
                        Scene.OPEN_SESSION.at(Events.TIME.minus(ofHours(1))).event()));

        assertThat(scene.play(Scene.OPEN_SESSION).outcome().kind()).isEqualTo(STALE);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROVISIONING | would wait for READY; it is PROVISIONING, then call glue:StopSession, glue:DeleteSession",
                "READY | would call glue:StopSession with {Id=session1}",
                "STOPPED | would call glue:DeleteSession with {Id=session1}"
            })
    void aDryRunReadsOnceAndSaysWhatItWouldDo(String status, String summary) {
        Scene scene = new Scene(Lifecycle.starting(status));

        Outcome outcome = scene.rehearsal().dryRun().play(Scene.OPEN_SESSION).outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.summary()).isEqualTo(summary);
        assertThat(scene.aws.calls()).extracting(AwsCall::operation).containsExactly("GetSession");
    }

    @Test
    void theJournalHoldsTheSessionWithoutItsSecrets() {
        Scene scene = new Scene(Lifecycle.starting("READY"));

        Transcript transcript =
                scene.play(Scene.OPEN_SESSION.request("defaultArguments", Map.of("--password", "hunter2")));

        assertThat(scene.ledger.writes(transcript.closed().getFirst().incident().id()))
                .hasSize(2)
                .allSatisfy(write -> assertThat(write.intent().preState())
                        .contains("\"Id\":\"session1\"")
                        .contains("\"DefaultArguments\":\"(masked)\"")
                        .doesNotContain("hunter2"));
    }

    @Test
    void aNameIsNotTheSessionOfAnotherService() {
        Scene scene = new Scene(Lifecycle.starting("READY"));

        for (String service : List.of("cloudshell", "s3express")) {
            assertThat(scene.play(Events.apiCall(service, "CreateSession").request("id", "session1"))
                            .opened())
                    .isEmpty();
        }
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void anExemptionByTagCoversASession() {
        Scene scene = new Scene(Lifecycle.starting("READY"));

        Transcript transcript =
                Operator.configures(scene, """
                        controls: {glue-interactive-session: {mode: enforce, exemptByTag: true}}
                        exemptions: [{tag: purpose=lab, reason: a lab, owner: lab@example.com, until: 2026-02-01}]
                        """).play(Scene.OPEN_SESSION.request("tags", Map.of("purpose", "lab")));

        assertThat(transcript.outcome().kind()).isEqualTo(Outcome.Kind.EXEMPT);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"off, COMPLIANT", "on, REMEDIATED"})
    void asksForTheSecurityConfigurationOnlyWhenSwitchedOn(String state, Outcome.Kind outcome) {
        Scene scene = new Scene(Lifecycle.starting("READY"));
        GlueClient owner = new FakeAws(scene.clock).install(scene.glue).client(GlueClient::builder);
        scene.aws
                .onCall("GetSession")
                .before(call -> owner.deleteSecurityConfiguration(delete -> delete.name("test-secure")))
                .nth(1);

        Transcript transcript = Operator.configures(
                        scene,
                        "controls: {glue-interactive-session: {mode: enforce, checks: {security-configuration-encrypts: %s}}}"
                                .formatted(state))
                .play(Scene.CLOSED_SESSION);

        assertThat(transcript.outcome().kind()).isEqualTo(outcome);
    }

    @Test
    void aClosedSessionIsJudgedWithoutOneCall() {
        Scene scene = new Scene();

        assertThat(scene.play(Scene.CLOSED_SESSION).outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
    }
}
