package dev.overseer.sqs;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static dev.overseer.sqs.MessageHandler.Verdict.DONE;
import static dev.overseer.sqs.MessageHandler.Verdict.KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepMessagesTest {
    private final Scene scene = Scene.with(Lifecycle.readyAfter(Duration.ofMinutes(7)));

    @Test
    void sweepsInTurnsUntilAllIsSeen() {
        IntStream.range(0, 150).forEach(number -> compliant("safe-%03d".formatted(number)));
        List.of("open-1", "safe-010-open", "safe-149-open")
                .forEach(name -> scene.glue.endpoint(name).ready());
        Instant start = scene.clock.instant();

        scene.queue.put(request().toString());
        scene.work(scene.protocol());

        assertThat(scene.kinds())
                .hasSizeBetween(153, 165)
                .containsOnly(COMPLIANT, REMEDIATED)
                .filteredOn(REMEDIATED::equals)
                .hasSize(3);
        assertThat(scene.glue.exists("safe-149-open")).isFalse();
        assertThat(scene.aws.writes()).hasSize(3);
        assertThat(scene.queue.deadLetters()).isEmpty();
        assertThat(scene.queue.lost()).isZero();
        Duration took = Duration.between(start, scene.clock.instant());
        assertThat(scene.aws.calls().size() / (double) took.toSeconds()).isLessThan(2.1);
    }

    @Test
    void aTurnIsShortAndGoesOnBehindWhatIsStillThere() {
        IntStream.range(0, 50).forEach(number -> compliant("safe-%02d".formatted(number)));
        Instant start = scene.clock.instant();

        assertThat(scene.take(request().toString())).isEqualTo(DONE);

        assertThat(Duration.between(start, scene.clock.instant())).isLessThanOrEqualTo(SweepTurns.TURN);
        JsonNode next = Scene.json(scene.queue.messages().getFirst().body());
        assertThat(next.path("after").asText())
                .isEqualTo("safe-%02d".formatted(scene.kinds().size() - 1));
        assertThat(next.path("hops").asInt()).isEqualTo(1);
        assertThat(next.path("startedAt").asText()).isEqualTo("2026-01-15T10:00:00.000Z");
        assertThat(next.path("account").asText()).isEqualTo("123456789012");
    }

    @Test
    void anIncidentThatWaitsTravelsByItsIdAlone() {
        scene.glue.endpoint("new").create();

        assertThat(scene.take(request().toString())).isEqualTo(DONE);

        ObjectNode message = Scene.json(scene.queue.messages().getFirst().body());
        assertThat(message.properties())
                .extracting(property -> property.getKey())
                .containsExactlyInAnyOrder("schema", "incident", "hops");
        assertThat(message.path("schema").asText()).isEqualTo("overseer/incident/1");
    }

    @Test
    void anIncidentThatWaitedIsTakenFromTheLedger() {
        scene.glue.endpoint("new").create();
        scene.queue.put(request().toString());

        scene.work(scene.protocol());

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
        assertThat(scene.outcomes().getFirst().looks()).isGreaterThan(1);
        assertThat(scene.glue.exists("new")).isFalse();
    }

    @Test
    void whatIsSaidBesideTheIdIsNotBelieved() {
        scene.glue.endpoint("new").create();
        scene.take(request().toString());
        scene.glue.endpoint("production").ready();
        ObjectNode message = Scene.json(scene.queue.messages().getFirst().body());
        message.put("control", "delete-everything").put("sweep", "2026-01-15T10:00:00.000Z");
        message.putObject("target").put("id", "production");
        scene.clock.advance(Duration.ofMinutes(8));

        scene.take(message.toString());

        assertThat(scene.glue.exists("new")).isFalse();
        assertThat(scene.glue.exists("production")).isTrue();
    }

    @Test
    void anIncidentThatTheLedgerDoesNotHaveIsRefused() {
        assertThat(scene.take("""
                        {"schema":"overseer/incident/1","incident":"abcdefghijklmnopqrstuvwxyz"}""")).isEqualTo(KEPT);

        assertThat(scene.problems())
                .containsExactly(
                        "not a suspended incident: has no event, and the ledger of this host has no incident of a sweep by its id");
    }

    @Test
    void theIncidentOfAnEventIsNotTakenByItsId() {
        ObjectNode message = scene.suspended(Scene.CREATED);
        message.remove("event");

        assertThat(scene.take(message.toString())).isEqualTo(KEPT);

        assertThat(scene.problems().getFirst()).startsWith("not a suspended incident: has no event");
    }

    @Test
    void asksForASweepOfEachPlaceWhereItNamesNone() {
        scene.glue.endpoint("old").ready();
        ObjectNode everywhere = request();
        everywhere.remove(List.of("account", "region"));
        scene.queue.put(everywhere.toString());

        scene.work(scene.protocol());

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            control; delete-everything; control is "delete-everything", which is not installed; the controls are
            account; 123; account is not twelve digits
            region; "eu-west-1/../x"; region is not a region such as eu-west-1
            startedAt; 2026-01-16T00:00:00Z; startedAt is in the future
            startedAt; yesterday; startedAt is not a time such as 2026-01-31T12:00:00Z
            """, quoteCharacter = '`')
    void whatIsForgedIsUnreadable(String field, String value, String problem) {
        assertThat(scene.take(request().put(field, value).toString())).isEqualTo(KEPT);

        assertThat(scene.problems()).singleElement().asString().startsWith("not a request for a sweep: " + problem);
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void aRequestWithoutAControlIsUnreadable() {
        ObjectNode request = request();
        request.remove("control");

        assertThat(scene.take(request.toString())).isEqualTo(KEPT);

        assertThat(scene.problems()).containsExactly("not a request for a sweep: control is missing or is not text");
    }

    @Test
    void anIdOfExcessiveLengthIsUnreadable() {
        scene.take(request().put("after", "x".repeat(2_049)).toString());

        assertThat(scene.problems()).containsExactly("not a request for a sweep: after has more than 2,048 characters");
    }

    @Test
    void aControlThatIsOffIsNotSwept() {
        Scene off = Scene.with(
                Lifecycle.neverReady(),
                rehearsal ->
                        rehearsal.under(DecisionPolicy.enforceAll().under(new Vote(Mode.OFF, Provenance.DEFAULT))));

        assertThat(off.take(request().toString())).isEqualTo(DONE);

        assertThat(off.ignored).containsExactly(IgnoredReason.SWITCHED_OFF);
        assertThat(off.aws.calls()).isEmpty();
    }

    @Test
    void aRequestOfANewerReleaseIsPutBack() {
        String newer = request().put("schema", "overseer/sweep/2").toString();

        assertThat(scene.take(newer)).isEqualTo(DONE);

        assertThat(scene.scheduler.next()).isPresent();
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void triesAgainLaterWhereAListIsThrottled() {
        scene.glue.endpoint("old").ready();
        scene.aws.fail("GetDevEndpoints").with(Fault.throttle()).times(2);
        scene.queue.put(request().toString());

        scene.work(scene.protocol());

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
        assertThat(scene.aws.calls("GetDevEndpoints")).hasSize(3);
    }

    @Test
    void keepsARequestThatMayNotBeGranted() {
        scene.aws.fail("GetDevEndpoints").with(Fault.deny()).always();

        assertThat(scene.take(request().toString())).isEqualTo(KEPT);

        assertThat(scene.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "the sweep of glue-dev-endpoint in 123456789012/eu-west-1: glue:GetDevEndpoints was denied");
    }

    @Test
    void givesUpAfterADay() {
        String request = request().toString();
        scene.clock.advance(Duration.ofHours(25));

        assertThat(scene.take(request)).isEqualTo(KEPT);

        assertThat(scene.problems()).singleElement().asString().contains("is not over yet, so it is given up");
        assertThat(scene.aws.calls()).isEmpty();
    }

    @Test
    void isKeptIfItCannotBeSentOn() {
        IntStream.range(0, 50).forEach(number -> compliant("safe-%02d".formatted(number)));
        scene.queue.failSends(1);

        assertThat(scene.take(request().toString())).isEqualTo(KEPT);
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

    private static ObjectNode request() {
        return Scene.json("""
                {"schema":"overseer/sweep/1","control":"glue-dev-endpoint","account":"123456789012",
                 "region":"eu-west-1","startedAt":"2026-01-15T10:00:00.000Z"}""");
    }
}
