package dev.overseer.sqs;

import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static dev.overseer.runtime.incident.Outcome.Kind.TIMED_OUT;
import static dev.overseer.sqs.MessageHandler.Verdict.DONE;
import static dev.overseer.sqs.MessageHandler.Verdict.KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Lifecycle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who can send to the queue, but does nothing else, can bring about. */
class ForgedMessagesTest {
    private final Scene scene = Scene.with(Lifecycle.readyAfter(Duration.ofMinutes(7)));
    private ObjectNode message;
    private int callsBefore;

    @BeforeEach
    void anIncidentThatWaitsForItsSecondLook() {
        message = scene.suspended(Scene.CREATED);
        callsBefore = scene.aws.calls().size();
        scene.clock.advance(Duration.ofMinutes(8));
    }

    @Test
    void theHonestMessageIsWorkedOn() {
        assertThat(scene.take(message.toString())).isEqualTo(DONE);

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
    }

    @Test
    void aMessageFromAHostWhoseClockIsAheadIsWorkedOn() {
        message.put("openedAt", scene.clock.instant().plusSeconds(2).toString());

        assertThat(scene.take(message.toString())).isEqualTo(DONE);

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
    }

    @Test
    void anUnknownControlIsRefused() {
        message.put("control", "delete-everything");

        assertRefused("its event does not concern an installed control of this id");
    }

    @Test
    void aTargetThatTheEventDoesNotNameIsRefused() {
        scene.glue.endpoint("production").ready();
        message.withObject("target").put("id", "production");

        assertRefused("its target is not one that its event names");
        assertThat(scene.glue.exists("production")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"account,210987654321", "region,us-east-1", "type,AWS::S3::Bucket", "partition,aws-cn"})
    void aTargetElsewhereIsRefused(String field, String value) {
        message.withObject("target").put(field, value);

        assertRefused("its target is not one that its event names");
    }

    @Test
    void anEventOfAnotherAccountThanItsEnvelopeIsRefused() {
        message.withObject("event").put("account", "210987654321");

        assertRefused("recipientAccountId is 123456789012, but the envelope's account is 210987654321");
    }

    @Test
    void anEventThatAnybodyCanSendIsRefused() {
        message.withObject("event").put("source", "my.app");

        assertRefused("source is \"my.app\"");
    }

    @Test
    void anIncidentWithoutAnEventIsRefused() {
        message.remove("event");

        assertRefused("has no event");
    }

    @Test
    void whatItSaysWasFoundWrittenOrDecidedIsNotBelieved() {
        scene.glue.vanish("test1");
        message.put("incident", "aaaaaaaaaaaaaaaaaaaaaaaaaa")
                .put("outcome", "REMEDIATED")
                .put("approved", true);
        message.put("decision", "ENFORCE").put("creation", false);
        message.putArray("writes").add("glue:DeleteDevEndpoint");
        message.putArray("findings").addObject().put("check", "subnet").put("message", "has no subnet");
        scene.clock.advance(Duration.ofMinutes(3));

        assertThat(scene.take(message.toString())).isEqualTo(DONE);

        assertThat(scene.kinds()).containsExactly(GONE);
        assertThat(scene.outcomes().getFirst().writes()).isEmpty();
        assertThat(scene.outcomes().getFirst().findings()).isEmpty();
        assertThat(scene.steps.getFirst().incident().id()).isNotEqualTo("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-15T11:00:00Z", "9999-12-31T23:59:59Z", "+1000000000-12-31T23:59:59Z"})
    void aTimeInTheFutureIsRefused(String openedAt) {
        message.put("openedAt", openedAt);

        assertRefused("openedAt is in the future");
    }

    @Test
    void negativeLooksAreRefused() {
        message.put("looks", -1);

        assertRefused("looks is not a whole number from 0 to 1,000,000");
    }

    @Test
    void looksWithoutEndAreRefused() {
        message.put("looks", Integer.MAX_VALUE);

        assertRefused("looks is not a whole number from 0 to 1,000,000");
    }

    @Test
    void moreLooksThanAreAllowedEndItWithoutAWrite() {
        message.put("looks", 200);

        assertThat(scene.take(message.toString())).isEqualTo(DONE);

        assertThat(scene.kinds()).containsExactly(FAILED);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void aCheckpointThatNoControlLeavesIsRefused() {
        message.put("checkpoint", "x".repeat(4097));

        assertRefused("checkpoint has more than 4,096 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1000000H", "PT-1000000H", "PT0S"})
    void anOutageLongerThanTheIncidentIsOldExtendsNoDeadline(String unanswered) {
        Scene stuck = Scene.with(Lifecycle.neverReady());
        ObjectNode forged = stuck.suspended(Scene.CREATED);
        forged.put("unanswered", unanswered).put("unansweredSince", "+1000000000-12-31T23:59:59Z");
        forged.put("missingSince", "-1000000000-01-01T00:00:00Z").put("retries", 1_000_000);
        stuck.clock.advance(Duration.ofHours(3));

        stuck.queue.put(forged.toString());
        stuck.work(stuck.protocol());

        assertThat(stuck.kinds()).containsExactly(TIMED_OUT);
        assertThat(stuck.clock.instant()).isBefore(Events.TIME.plus(Duration.ofHours(7)));
    }

    @Test
    void aTimeWhenItWasMissedDoesNotEndItEarlierThanItWasOpened() {
        Scene early = Scene.with(Lifecycle.neverReady());
        ObjectNode forged = early.suspended(Scene.CREATED);
        early.glue.vanish("test1");
        early.clock.advance(Duration.ofSeconds(5));
        forged.put("missingSince", "1970-01-01T00:00:00Z");

        assertThat(early.take(forged.toString())).isEqualTo(DONE);

        assertThat(early.steps)
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Suspended.class, again -> assertThat(again.delay()).isEqualTo(Duration.ofSeconds(15)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999-12-31T23:59:59Z", "2026-02-28T00:00:00Z", "never", "2020-01-01T00:00:00Z", ""})
    void aWaitThatCannotBeIsNotBelieved(String notBefore) {
        message.put("notBefore", notBefore);

        assertThat(scene.take(message.toString())).isEqualTo(DONE);

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
    }

    @Test
    void hopsThatCannotBeDoNoHarm() {
        for (Object hops : List.of(-5, Integer.MAX_VALUE, "many", 1.5)) {
            Scene stuck = Scene.with(Lifecycle.neverReady());
            ObjectNode forged = stuck.suspended(Scene.CREATED);
            forged.putPOJO("hops", hops);

            assertThat(stuck.withoutScheduler().take("m0", forged.toString(), Events.TIME.plusSeconds(60)))
                    .as("%s hops", hops)
                    .isEqualTo(DONE);

            assertThat(stuck.queue.messages())
                    .singleElement()
                    .satisfies(next -> assertThat(IncidentMessage.hops(Scene.json(next.body())))
                            .isBetween(1, 1_000_001));
        }
    }

    @Test
    void aMessageOf300KilobytesIsReadAsFarAsItCounts() {
        message.put("ballast", "x".repeat(300_000));

        assertThat(scene.take(message.toString())).isEqualTo(DONE);

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
    }

    @Test
    void aMessageOf300KilobytesThatInflatesTo300MegabytesIsRefused() throws IOException {
        message.remove("event");
        message.put("eventGzip", bomb());
        assertThat(message.toString().length()).isBetween(300_000, 450_000);

        assertRefused("the event is larger than 1 MiB");
    }

    @ParameterizedTest
    @CsvSource({"overseer/incident/2", "overseer/incident/10"})
    void aNewerSchemaIsPutBack(String schema) {
        message.put("schema", schema);

        assertThat(scene.take(message.toString())).isEqualTo(DONE);

        assertThat(scene.scheduler.created()).hasSize(1);
        assertThat(scene.aws.calls()).hasSize(callsBefore);
    }

    @ParameterizedTest
    @CsvSource({
        "overseer/incident/0",
        "overseer/incident/01",
        "overseer/incident/-2",
        "overseer/incident/x",
        "overseer/incident/99999999999999999999"
    })
    void aSchemaThatNoReleaseWritesIsRefused(String schema) {
        message.put("schema", schema);

        assertRefused("this has schema " + schema);
    }

    private void assertRefused(String reason) {
        Instant until = scene.clock.instant().plusSeconds(60);

        assertThat(scene.protocol().take("m0", message.toString(), until)).isEqualTo(KEPT);

        assertThat(scene.problems()).singleElement().asString().contains(reason);
        assertThat(scene.aws.calls()).as("no call").hasSize(callsBefore);
        assertThat(scene.queue.messages()).isEmpty();
        assertThat(scene.steps).isEmpty();
    }

    /** Returns a hundred members of 3 MiB each. */
    private static String bomb() throws IOException {
        byte[] blanks = new byte[3 << 20];
        Arrays.fill(blanks, (byte) ' ');
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(member)) {
            out.write(blanks);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            member.writeTo(all);
        }
        return Base64.getEncoder().encodeToString(all.toByteArray());
    }
}
