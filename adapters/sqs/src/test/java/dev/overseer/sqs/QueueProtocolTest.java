package dev.overseer.sqs;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static dev.overseer.sqs.MessageHandler.Verdict.DONE;
import static dev.overseer.sqs.MessageHandler.Verdict.KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.Control;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Lifecycle;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueProtocolTest {
    private static final Lifecycle READY = Lifecycle.readyAfter(Duration.ZERO);
    private static final Lifecycle PROVISIONING = Lifecycle.neverReady();

    private static final EventBuilder SEVERAL =
            Events.apiCall("glue", "CreateDevEndpoints").request("endpointNames", List.of("one", "two", "three"));

    @Test
    void sendsAnIncidentThatHasToWaitBackAsAsciiWithItsHops() {
        Scene scene = Scene.with(PROVISIONING);
        EventBuilder event = Scene.CREATED.by("arn:aws:sts::123456789012:assumed-role/developer/Zoë");

        assertThat(scene.take(scene.happens(event))).isEqualTo(DONE);

        FakeQueue.Stored message = scene.queue.messages().getFirst();
        assertThat(message.visibleAt()).isEqualTo(Events.TIME.plus(Duration.ofMinutes(5)));
        assertThat(message.body()).matches("\\p{ASCII}+");
        ObjectNode document = Scene.json(message.body());
        assertThat(document.path("schema").asText()).isEqualTo("overseer/incident/1");
        assertThat(document.path("hops").intValue()).isEqualTo(1);
        assertThat(document.path("looks").intValue()).isEqualTo(1);
        assertThat(document.path("event").path("detail")).isEqualTo(event.record());
    }

    @Test
    void aCompliantEventIsDoneWithOneMessage() {
        Scene scene = Scene.with(READY);
        EventBuilder compliant = Scene.CREATED
                .request("publicKeys", List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"))
                .request("securityGroupIds", List.of("sg-0123456789abcdef0"))
                .request("subnetId", "subnet-0123456789abcdef0");

        assertThat(scene.take(compliant.envelopeJson())).isEqualTo(DONE);

        assertThat(scene.kinds()).containsExactly(COMPLIANT);
        assertThat(scene.aws.calls()).isEmpty();
        assertThat(scene.queue.messages()).isEmpty();
    }

    @Test
    void anIgnoredEventIsDone() {
        Scene scene = Scene.with(READY);

        assertThat(scene.take(Scene.CREATED.error("AccessDenied").envelopeJson()))
                .isEqualTo(DONE);

        assertThat(scene.ignored).containsExactly(IgnoredReason.FAILED_CALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{\"Records\":", "[]x", "{\"schema\":\"overseer/outcome/1\"}"})
    void whatCannotBeReadIsKeptAndSaidOnce(String body) {
        Scene scene = Scene.with(READY);
        QueueProtocol protocol = scene.protocol();

        for (int delivery = 0; delivery < 3; delivery++) {
            assertThat(protocol.take("m7", body, Events.TIME.plusSeconds(60))).isEqualTo(KEPT);
        }

        assertThat(scene.unreadable)
                .singleElement()
                .satisfies(reading -> assertThat(reading.source()).isEqualTo("message m7"));
    }

    @Test
    void whatIsReadableBesideSomethingBrokenIsWorkedOn() {
        Scene scene = Scene.with(READY);

        assertThat(scene.take("[%s, {\"eventName\":7}]".formatted(scene.happens(Scene.CREATED))))
                .isEqualTo(KEPT);

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
        assertThat(scene.unreadable).hasSize(1);
    }

    @Test
    void anUnreadableMessageEndsAsADeadLetter() {
        Scene scene = Scene.with(READY);
        scene.queue.put("{\"eventName\":7}");

        scene.work(scene.protocol());

        assertThat(scene.queue.deadLetters()).containsExactly("{\"eventName\":7}");
    }

    @Test
    void theEventOfAQuarantinedControlIsKept() {
        Scene scene = Scene.with(new BrokenPlugin(), READY);

        assertThat(scene.take(Scene.CREATED.envelopeJson())).isEqualTo(KEPT);

        assertThat(scene.ignored).containsExactly(IgnoredReason.QUARANTINED);
    }

    @Test
    void aMessageOfSeveralTargetsIsDoneWhenEachIsClosedOrSentOn() {
        Scene scene = Scene.with(new EndpointsPlugin(), READY);
        scene.glue.endpoint("one").ready();
        scene.glue.endpoint("two").living(PROVISIONING);
        scene.glue.endpoint("three").ready();

        assertThat(scene.take(SEVERAL.envelopeJson())).isEqualTo(DONE);

        assertThat(scene.kinds()).containsExactly(REMEDIATED, REMEDIATED);
        assertThat(scene.queue.messages())
                .singleElement()
                .satisfies(message -> assertThat(Scene.json(message.body())
                                .path("target")
                                .path("id")
                                .asText())
                        .isEqualTo("two"));
    }

    @Test
    void aMessageOfSeveralTargetsIsKeptUntilTheLastIsSentOnAndRepeatsHarmlessly() {
        Scene scene = Scene.with(new EndpointsPlugin(), READY);
        scene.glue.endpoint("one").ready();
        scene.glue.endpoint("two").living(PROVISIONING);
        scene.glue.endpoint("three").ready();
        scene.queue.failSends(1);

        assertThat(scene.take(SEVERAL.envelopeJson())).isEqualTo(KEPT);
        assertThat(scene.take(SEVERAL.envelopeJson())).isEqualTo(DONE);

        assertThat(scene.queue.messages()).hasSize(1);
        assertThat(scene.aws.calls("DeleteDevEndpoint")).hasSize(2);
        assertThat(scene.glue.effectiveDeletes("one")).isOne();
        assertThat(scene.glue.effectiveDeletes("three")).isOne();
    }

    @Test
    void whatIsLeftWhenTimeIsUpIsSentOnWithoutALook() {
        Scene scene = Scene.with(new EndpointsPlugin(), READY);

        assertThat(scene.protocol().take("m0", SEVERAL.envelopeJson(), Events.TIME))
                .isEqualTo(DONE);

        assertThat(scene.aws.calls()).isEmpty();
        assertThat(scene.queue.messages())
                .hasSize(3)
                .allSatisfy(message -> assertThat(message.visibleAt()).isEqualTo(Events.TIME))
                .extracting(message -> Scene.json(message.body()).path("looks").intValue())
                .containsOnly(0);
    }

    @Test
    void aRepeatedMessageIsNotNews() {
        Scene scene = Scene.with(READY);
        String message = scene.happens(Scene.CREATED);

        scene.take(message);
        scene.take(message);

        assertThat(scene.kinds()).containsExactly(REMEDIATED, REMEDIATED);
        assertThat(scene.steps).extracting(step -> ((Step.Closed) step).news()).containsExactly(true, false);
        assertThat(scene.glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void anIncidentOfANewerReleaseIsPutBackAsItIs() {
        Scene scene = Scene.with(READY);
        String newer = "{\"schema\":\"overseer/incident/2\",\"é\":1}";

        assertThat(scene.withoutScheduler().take("m0", newer, Events.TIME.plusSeconds(60)))
                .isEqualTo(DONE);

        assertThat(scene.unreadable).isEmpty();
        assertThat(scene.queue.messages()).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo(newer);
            assertThat(message.visibleAt()).isEqualTo(Events.TIME.plus(Duration.ofMinutes(15)));
        });
    }

    @Test
    void anIncidentOfANewerReleaseBeginsAChainOfItsOwnEachTime() {
        Scene scene = Scene.with(READY);
        String newer = "{\"schema\":\"overseer/incident/2\"}";

        scene.take(newer);
        scene.clock.advance(Duration.ofMinutes(15));
        scene.take(newer);

        assertThat(scene.queue.messages()).isEmpty();
        assertThat(scene.scheduler.created())
                .as("the second is not taken for the first, which may still be there")
                .hasSize(2);
    }

    @Test
    void anIncidentOfANewerReleaseIsKeptIfItCannotBePutBack() {
        Scene scene = Scene.with(READY);
        scene.queue.failSends(1);

        assertThat(scene.withoutScheduler()
                        .take("m0", "{\"schema\":\"overseer/incident/2\"}", Events.TIME.plusSeconds(60)))
                .isEqualTo(KEPT);
    }

    @Test
    void aLargeEventTravelsGzipped() {
        Scene scene = Scene.with(Lifecycle.readyAfter(Duration.ofMinutes(7)));
        EventBuilder large = Scene.CREATED.request("arguments", "ä".repeat(150_000));
        scene.queue.put(scene.happens(large));

        scene.take(scene.happens(large));
        String message = scene.queue.messages().getLast().body();
        scene.work(scene.protocol());

        assertThat(message)
                .hasSizeLessThan(10_000)
                .contains("\"eventGzip\":\"H4sI")
                .doesNotContain("\"event\":");
        assertThat(scene.kinds()).containsOnly(REMEDIATED).isNotEmpty();
        assertThat(scene.outcomes().getFirst().findings())
                .extracting(finding -> finding.check())
                .contains("subnet");
    }

    @Test
    void whatSqsCannotTakeFailsLoudlyAndIsKept() {
        Scene scene = Scene.with(PROVISIONING);
        byte[] noise = new byte[785_000];
        new Random(20_260_131).nextBytes(noise);
        EventBuilder incompressible =
                Scene.CREATED.request("arguments", Base64.getEncoder().encodeToString(noise));
        String message = scene.happens(incompressible);
        QueueProtocol protocol = scene.protocol();

        for (int delivery = 0; delivery < 3; delivery++) {
            assertThat(protocol.take("m0", message, Events.TIME.plusSeconds(60)))
                    .isEqualTo(KEPT);
        }

        assertThat(scene.kinds()).containsExactly(FAILED);
        assertThat(scene.outcomes().getFirst().summary())
                .contains("it has to wait, but its message has")
                .contains("SQS takes 1,048,576")
                .contains("message m0");
        assertThat(scene.queue.messages()).isEmpty();
    }

    /** Fails before its patterns are known, so that any event may be one of its. */
    private static final class BrokenPlugin implements RemediationPlugin {
        @Override
        public String service() {
            return "glue";
        }

        @Override
        public List<Control<?>> controls() {
            throw new IllegalStateException("no controls today");
        }
    }
}
