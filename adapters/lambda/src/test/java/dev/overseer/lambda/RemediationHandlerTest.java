package dev.overseer.lambda;

import static dev.overseer.lambda.Batches.message;
import static dev.overseer.lambda.Batches.notification;
import static dev.overseer.lambda.Batches.sns;
import static dev.overseer.lambda.Batches.sqs;
import static dev.overseer.lambda.Scene.created;
import static dev.overseer.lambda.Scene.createdSafely;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ResourceRef;
import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.document.IncidentDocument;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemediationHandlerTest {
    private static final String POISON = "{\"detail\":{\"eventSource\":";

    private final Scene scene = new Scene();

    @Test
    void deletesWhatAMessageTellsOf() {
        scene.glue.endpoint("test1").ready();

        assertThat(scene.invoke(sqs(message("m-1", created("test1").envelopeJson()))))
                .isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(scene.glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void sendsOnWhatHasToWaitAndTakesItFurtherWhenItComesBack() {
        scene.glue.endpoint("test1").create();
        ObjectNode first = message("m-1", created("test1").envelopeJson());

        assertThat(scene.failures(sqs(first))).isEmpty();
        assertThat(scene.waiting.waits).singleElement().satisfies(wait -> {
            assertThat(wait.delay()).isEqualTo(Duration.ofMinutes(5));
            assertThat(wait.hops()).isZero();
        });

        scene.clock.advance(Duration.ofMinutes(8));
        String suspended =
                new String(Stage.document(scene.waiting.waits.getFirst().incident()), StandardCharsets.UTF_8);
        assertThat(scene.failures(sqs(message("m-2", suspended)))).isEmpty();
        assertThat(scene.glue.effectiveDeletes("test1")).isOne();
        assertThat(scene.metric("TimeToRemediate", "Control", "glue-dev-endpoint"))
                .containsExactly(480L);
    }

    @Test
    void reportsThePoisonMessageAndNoOther() {
        scene.glue.endpoint("test1").ready();
        scene.glue.endpoint("test2").ready();
        String batch = sqs(
                message("m-1", created("test1").envelopeJson()),
                message("m-2", POISON),
                message("m-3", created("test2").envelopeJson()));

        assertThat(scene.failures(batch)).containsExactly("m-2");
        assertThat(scene.glue.effectiveDeletes("test1")).isOne();
        assertThat(scene.glue.effectiveDeletes("test2")).isOne();
        assertThat(scene.metric("Unreadable", "Reason", "NOT_JSON")).containsExactly(1L);
    }

    @Test
    void worksThroughWhatIsReadableInAMessageThatFails() {
        scene.glue.endpoint("test1").ready();

        assertThat(scene.failures(sqs(message("m-1", created("test1").json() + "\n{\"eventSource\":7}"))))
                .containsExactly("m-1");
        assertThat(scene.glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void reportsAMessageWithoutABody() {
        ObjectNode absent = message("m-2", "");
        absent.remove("body");

        assertThat(scene.failures(sqs(message("m-1", null), absent, message("m-3", ""))))
                .containsExactly("m-1", "m-2", "m-3");
    }

    @Test
    void failsTheInvocationRatherThanReportABlankId() {
        ObjectNode absent = message("", POISON);
        absent.remove("messageId");

        for (ObjectNode nameless : new ObjectNode[] {message(null, POISON), message(" ", POISON), absent}) {
            assertThatExceptionOfType(UndeliveredException.class)
                    .isThrownBy(() -> scene.invoke(sqs(nameless)))
                    .withMessageContaining("without an id");
        }
    }

    @Test
    void acknowledgesWhatOpensNothing() {
        String batch = sqs(
                message("m-1", Events.apiCall("sqs", "CreateQueue").envelopeJson()),
                message("m-2", created("test1").error("AlreadyExistsException").envelopeJson()),
                message("m-3", createdSafely("test2").envelopeJson()));

        assertThat(scene.failures(batch)).isEmpty();
        assertThat(scene.aws.calls()).isEmpty();
        assertThat(scene.metric("Ignored", "Reason", "NO_CONTROL")).containsExactly(1L);
        assertThat(scene.metric("Ignored", "Reason", "FAILED_CALL")).containsExactly(1L);
        assertThat(scene.metric("Events", "FunctionName", "overseer")).containsExactly(3L);
        assertThat(scene.metric("Incidents", "Outcome", "COMPLIANT")).containsExactly(1L);
    }

    @Test
    void keepsTheMessagesOfAQuarantinedControl() {
        Scene twice = new Scene(new GluePlugin(), new GluePlugin());

        assertThat(twice.failures(sqs(message("m-1", created("test1").envelopeJson()))))
                .containsExactly("m-1");
        assertThat(twice.metric("Ignored", "Reason", "QUARANTINED")).containsExactly(1L);
    }

    @Test
    void looksAtNothingOutsideTheAllowedAccountsAndRegions() {
        scene.scope = new Scope(Set.of("123456789012"), Set.of("eu-west-1"));
        String batch = sqs(
                message("m-1", created("test1").account("210987654321").envelopeJson()),
                message("m-2", created("test1").region("us-east-1").envelopeJson()));

        assertThat(scene.failures(batch)).isEmpty();
        assertThat(scene.aws.calls()).isEmpty();
        assertThat(scene.metric("Ignored", "Reason", "OUT_OF_SCOPE")).containsExactly(2L);
    }

    @Test
    void returnsTheRestWhenTimeRunsLow() {
        scene.glue.endpoint("test1").ready();
        scene.glue.endpoint("test2").ready();
        String batch = sqs(
                message("m-1", created("test1").envelopeJson()),
                message("m-2", created("test2").envelopeJson()),
                message("m-3", createdSafely("test3").envelopeJson()));
        int low = (int) Countdown.LONGEST_LOOK.toMillis() - 1;

        String answer = scene.invoke(batch, new InvocationContext(Scene.PLENTY, Scene.PLENTY, low));

        assertThat(Scene.failed(answer)).containsExactly("m-2", "m-3");
        assertThat(scene.glue.exists("test1")).isFalse();
        assertThat(scene.glue.exists("test2")).isTrue();
    }

    @Test
    void sendsOnTheRestOfAnEventWhenTimeRunsLow() {
        Scene fleet = new Scene(new FleetPlugin());
        int low = (int) Countdown.LONGEST_LOOK.toMillis() - 1;
        String batch = sqs(message("m-1", FleetPlugin.started("a", "b", "c").envelopeJson()));

        String answer = fleet.invoke(batch, new InvocationContext(Scene.PLENTY, Scene.PLENTY, low));

        assertThat(Scene.failed(answer)).isEmpty();
        assertThat(fleet.metric("Looks", "FunctionName", "overseer")).containsExactly(1L);
        assertThat(fleet.waiting.waits)
                .extracting(wait -> wait.incident().target().id())
                .containsExactly("b", "c");
        assertThat(fleet.waiting.waits).allMatch(wait -> wait.delay().isZero());
    }

    @Test
    void sweepsAPlaceInTurns() {
        scene.glue.endpoint("old").ready();
        IntStream.range(0, 40)
                .forEach(number -> scene.glue
                        .endpoint("safe-%02d".formatted(number))
                        .securityConfiguration("test-secure")
                        .securityGroupIds("sg-0123456789abcdef0")
                        .publicKeys("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5")
                        .subnetId("subnet-0123456789abcdef0")
                        .ready());

        assertThat(scene.failures(sqs(message("m-1", sweep("eu-west-1"))))).isEmpty();
        assertThat(scene.glue.exists("old")).isFalse();
        assertThat(scene.waiting.sweeps)
                .singleElement()
                .satisfies(next -> assertThat(next.after().orElseThrow()).matches("safe-[12]\\d"));
    }

    @Test
    void leavesASweepOutsideOfItsScopeAlone() {
        scene.scope = new Scope(Set.of("123456789012"), Set.of("eu-west-1"));

        assertThat(scene.failures(sqs(message("m-1", sweep("us-east-1"))))).isEmpty();

        assertThat(scene.aws.calls()).isEmpty();
        assertThat(scene.metric("Ignored", "Reason", "OUT_OF_SCOPE")).containsExactly(1L);
    }

    @Test
    void leavesASweepInItsQueueThatCannotBeDone() {
        scene.aws.fail("GetDevEndpoints").with(Fault.deny()).always();

        assertThat(scene.failures(sqs(message("m-1", sweep("eu-west-1"))))).containsExactly("m-1");
    }

    private static String sweep(String region) {
        return """
                {"schema":"overseer/sweep/1","control":"glue-dev-endpoint","account":"123456789012","region":"%s"}""".formatted(region);
    }

    @Test
    void countsTheHopsOfAnIncidentAndSendsItOnWhereItComesTooEarly() {
        scene.glue.endpoint("test1").create();
        ObjectNode document = IncidentDocument.write(Incident.open(
                "glue-dev-endpoint",
                ResourceRef.of("123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "test1"),
                created("test1").event(),
                true,
                Events.TIME));
        String early = document.put("hops", 3)
                .put("notBefore", Events.TIME.plusSeconds(1_200).toString())
                .toString();

        assertThat(scene.failures(sqs(message("m-1", early)))).isEmpty();
        assertThat(scene.waiting.waits).singleElement().satisfies(wait -> {
            assertThat(wait.delay()).isEqualTo(Duration.ofMinutes(20));
            assertThat(wait.hops()).isEqualTo(3);
        });
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void putsBackWhatANewerReleaseHasSent() {
        String newer = "{\"schema\":\"overseer/incident/2\",\"event\":{}}";

        assertThat(scene.failures(sqs(message("m-1", newer)))).isEmpty();
        assertThat(scene.waiting.putBack).extracting(Message::id).containsExactly("m-1");
        assertThatExceptionOfType(CannotWaitException.class)
                .isThrownBy(() -> scene.withoutQueue().invoke(sqs(message("m-2", newer))))
                .withMessageContaining("OVERSEER_QUEUE_URL");
    }

    @Test
    void failsAtOnceWhereThereIsNoQueueToWaitIn() {
        scene.glue.endpoint("test1").create();
        String batch = sqs(message("m-1", created("test1").envelopeJson()));

        assertThatExceptionOfType(CannotWaitException.class)
                .isThrownBy(() -> scene.withoutQueue().invoke(batch))
                .withMessageContaining("glue-dev-endpoint")
                .withMessageContaining("5m")
                .withMessageContaining("OVERSEER_QUEUE_URL");
    }

    @Test
    void keepsTheOtherTargetsAndMessagesFromTheHarmThatAPluginDoes() {
        Scene fleet = new Scene(new FleetPlugin(), new GluePlugin());
        fleet.glue.endpoint("test1").ready();
        String batch = sqs(
                message(
                        "m-1",
                        FleetPlugin.started("a", FleetPlugin.NOT_LINKED, "b").envelopeJson()),
                message("m-2", created("test1").envelopeJson()));

        assertThat(fleet.failures(batch)).containsExactly("m-1");
        assertThat(fleet.metric("Incidents", "Control", "fleet-ship")).containsExactly(2L);
        assertThat(fleet.glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void countsLooksThatAwsDidNotAnswer() {
        scene.glue.endpoint("test1").ready();
        scene.aws.fail("GetDevEndpoint").with(Fault.throttle());

        assertThat(scene.failures(sqs(message("m-1", created("test1").envelopeJson()))))
                .isEmpty();
        assertThat(scene.metric("AwsErrors", "FunctionName", "overseer")).containsExactly(1L);
        assertThat(scene.waiting.waits).hasSize(1);
    }

    @Test
    void failsAnSnsBatchAfterWorkingThroughIt() {
        scene.glue.endpoint("test1").ready();
        String batch = sns(
                notification("n-1", POISON),
                notification("n-2", null),
                notification("n-3", created("test1").envelopeJson()));

        assertThatExceptionOfType(UndeliveredException.class)
                .isThrownBy(() -> scene.invoke(batch))
                .withMessageContaining("SNS message n-1")
                .withMessageContaining("SNS message n-2")
                .withMessageNotContaining("n-3");
        assertThat(scene.glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void takesAnSnsBatch() {
        scene.glue.endpoint("test1").ready();

        assertThat(scene.invoke(sns(notification("n-1", created("test1").envelopeJson()))))
                .isEmpty();
        assertThat(scene.glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void takesAnEventAsItIs() {
        scene.glue.endpoint("test1").ready();

        assertThat(scene.invoke(created("test1").envelopeJson())).isEmpty();
        assertThat(scene.glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void takesALogFileForNoBatch() {
        scene.glue.endpoint("test1").ready();

        assertThat(scene.invoke("{\"Records\":[%s]}".formatted(created("test1").json())))
                .isEmpty();
        assertThat(scene.glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void failsOnAPayloadThatCannotBeRead() {
        for (String payload : new String[] {"", "null", "[7]", POISON, "[".repeat(100_000)}) {
            assertThatExceptionOfType(UndeliveredException.class)
                    .isThrownBy(() -> scene.invoke(payload))
                    .withMessageContaining("payload, ");
        }
    }

    @Test
    void failsAnEventForWhichThereIsNoTime() {
        assertThatExceptionOfType(UndeliveredException.class)
                .isThrownBy(() -> scene.invoke(created("test1").envelopeJson(), new InvocationContext(3_000)))
                .withMessageContaining("3000 ms")
                .withMessageContaining("timeout of");
    }

    @Test
    void forgetsTheMetricsOfOneInvocationBeforeTheNext() {
        scene.failures(sqs(message("m-1", createdSafely("test1").envelopeJson())));
        scene.metrics.clear();

        scene.failures(sqs(message("m-2", createdSafely("test2").envelopeJson())));

        assertThat(scene.metric("Events", "FunctionName", "overseer")).containsExactly(1L);
        assertThat(scene.metrics)
                .allMatch(line -> line.path("requestId").asText().equals(InvocationContext.REQUEST));
    }
}
