package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.GONE;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static dev.overseer.runtime.incident.Outcome.Kind.TIMED_OUT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.WriteResult;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.Transcript;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DevEndpointFaultsTest {
    private static final Lifecycle READY = Lifecycle.starting("READY");
    private static final Fault SKEW = Fault.error(
            403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");

    static Stream<Arguments> passingFaults() {
        return Stream.of("GetDevEndpoint", "DeleteDevEndpoint")
                .flatMap(operation -> Stream.of(
                        Arguments.of(operation, "throttled", Fault.throttle()),
                        Arguments.of(operation, "server error", Fault.serverError()),
                        Arguments.of(operation, "connection reset", Fault.connectionReset()),
                        Arguments.of(operation, "connection reset after the work", Fault.resetAfter()),
                        Arguments.of(operation, "timeout", Fault.timeout()),
                        Arguments.of(operation, "timeout after the work", Fault.timeoutAfter()),
                        Arguments.of(operation, "clock skew", SKEW),
                        Arguments.of(
                                operation,
                                "operation timeout",
                                Fault.error(400, "OperationTimeoutException", "The operation timed out."))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("passingFaults")
    void retriesWhatPassesAndDeletesOnce(String operation, String name, Fault fault) {
        Scene scene = new Scene(READY);
        scene.aws.fail(operation).with(fault).times(3);

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.effectiveDeletes("test1")).isEqualTo(1);
        assertThat(effective(scene.ledger))
                .isNotEmpty()
                .allSatisfy(write -> assertThat(write.intent().action()).isEqualTo("glue:DeleteDevEndpoint"));
        assertThat(effective(scene.ledger).stream()
                        .filter(w -> w.result()
                                .filter(WriteResult.Answered.class::isInstance)
                                .isPresent()))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void saysWhileItWaitsThatTheClockOfThisMachineIsOff() {
        Scene scene = new Scene(READY);
        scene.aws.fail("GetDevEndpoint").with(SKEW);

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.waits())
                .extracting(Step.Suspended::reason)
                .containsExactly(
                        "an answer to glue:GetDevEndpoint: this machine's clock is off, see `overseer doctor`: "
                                + "The difference between the request time and the current time is too large."
                                + " (RequestTimeTooSkewed, HTTP 403)");
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void backsOffFurtherEachTimeAwsDoesNotAnswer() {
        Scene scene = new Scene(READY);
        scene.aws.fail("GetDevEndpoint").with(Fault.throttle()).times(4);

        List<Step.Suspended> waits = scene.play(Scene.OPEN).waits();

        assertThat(waits)
                .extracting(Step.Suspended::delay)
                .satisfiesExactly(
                        first -> assertThat(first).isBetween(ofSeconds(2), ofSeconds(5)),
                        second -> assertThat(second).isBetween(ofSeconds(5), ofSeconds(10)),
                        third -> assertThat(third).isBetween(ofSeconds(10), ofSeconds(20)),
                        fourth -> assertThat(fourth).isBetween(ofSeconds(20), ofSeconds(40)));
    }

    @Test
    void doesNotCountAnOutageAgainstTheDeadline() {
        Scene scene = new Scene(READY);
        scene.aws.fail("GetDevEndpoint").with(Fault.serverError()).times(50);

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.elapsed()).isGreaterThan(ofHours(1));
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void backsOffFurtherWhenOnlyTheDeleteIsNotAnswered() {
        Scene scene = new Scene(READY);
        scene.aws.fail("DeleteDevEndpoint").with(Fault.throttle()).times(12);

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(transcript.waits().getLast().delay()).isGreaterThan(ofMinutes(7));
    }

    @Test
    void retriesAfterTheDeadlineToo() {
        Scene scene = new Scene();
        Stage stage = scene.rehearsal().stage();
        Step first = stage.look(stage.open(Scene.OPEN));
        scene.clock.advance(ofHours(48));
        scene.aws.fail("GetDevEndpoint").with(Fault.throttle()).times(2);

        Transcript resumed = scene.rehearsal().play(Stage.document(first.incident()));

        assertThat(resumed.waits()).hasSize(2);
        assertThat(resumed.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void keepsVerifyingThroughAnOutageThatBeginsAfterTheDeadline() {
        Scene scene = new Scene(Lifecycle.readyAfter(ofMinutes(29)).terminatingFor(ofMinutes(3)));
        scene.aws
                .onCall("DeleteDevEndpoint")
                .after(call -> scene.aws
                        .fail("GetDevEndpoint")
                        .with(Fault.serverError())
                        .nth(2));

        Transcript transcript = scene.play(Scene.OPEN);

        assertThat(transcript.elapsed()).isGreaterThan(ofMinutes(30));
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void givesUpAfterADayWithoutAnAnswer() {
        Scene scene = new Scene(READY);
        scene.aws.fail("GetDevEndpoint").with(Fault.serverError()).always();

        Transcript transcript = scene.rehearsal().play(Scene.OPEN);

        assertThat(transcript.outcome().kind()).isIn(TIMED_OUT, FAILED);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void failsAtOnceWhenTheDeleteIsDenied() {
        Scene scene = new Scene(READY);
        scene.aws.fail("DeleteDevEndpoint").with(Fault.deny()).always();

        Outcome outcome = scene.play(Scene.OPEN).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.looks()).isEqualTo(1);
        assertThat(outcome.writes()).isEmpty();
        assertThat(outcome.summary())
                .startsWith(
                        "glue:DeleteDevEndpoint was denied to arn:aws:sts::123456789012:assumed-role/Overseer/testkit")
                .contains("overseer policy iam");
        assertThat(scene.glue.exists("test1")).isTrue();
    }

    @Test
    void twoEnginesAtOnceDeleteOnce() throws Exception {
        Scene scene = new Scene(READY);
        CountDownLatch bothHaveRead = new CountDownLatch(2);
        scene.aws
                .onCall("GetDevEndpoint")
                .after(call -> {
                    bothHaveRead.countDown();
                    await(bothHaveRead);
                })
                .times(2);
        Stage one = scene.rehearsal().stage();
        Stage other = scene.rehearsal().stage();
        Incident first = one.open(Scene.OPEN);
        Incident second = other.open(Scene.OPEN);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Step> a = threads.submit(() -> one.look(first));
            Future<Step> b = threads.submit(() -> other.look(second));
            Step.Closed closedByOne = close(one, a.get(10, TimeUnit.SECONDS), scene);
            Step.Closed closedByOther = close(other, b.get(10, TimeUnit.SECONDS), scene);

            assertThat(first.id()).isEqualTo(second.id());
            assertThat(closedByOne.outcome().kind()).isEqualTo(REMEDIATED);
            assertThat(closedByOther.outcome().kind()).isEqualTo(REMEDIATED);
            assertThat(List.of(closedByOne.news(), closedByOther.news())).containsExactlyInAnyOrder(true, false);
        }
        assertThat(scene.aws.calls("DeleteDevEndpoint")).hasSize(1);
        assertThat(scene.glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void theSameEventTwiceIsOneIncidentSeenAgain() {
        Scene scene = new Scene(READY);

        Transcript transcript = scene.play(Scene.OPEN, Scene.OPEN);

        assertThat(transcript.kinds()).containsExactly(REMEDIATED, REMEDIATED);
        assertThat(transcript.closed()).extracting(Step.Closed::news).containsExactly(true, false);
        assertThat(transcript.opened())
                .extracting(Incident::id)
                .hasSize(2)
                .containsOnly(transcript.opened().getFirst().id());
        assertThat(scene.glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void aDuplicateIsSeenAgainInADryRunAndNewsOnceItIsEnforced() {
        Scene scene = new Scene(READY);

        Transcript dry = scene.rehearsal().dryRun().play(Scene.OPEN, Scene.OPEN);
        Transcript enforced = scene.play(Scene.OPEN);

        assertThat(dry.closed()).extracting(Step.Closed::news).containsExactly(true, false);
        assertThat(enforced.closed()).extracting(Step.Closed::news).containsExactly(true);
    }

    @Test
    void aCrashAfterTheDeleteWasSentIsRemediatedIfTheLedgerSurvived() {
        Scene scene = new Scene(READY);
        crashAfterDelete(scene);

        Transcript resumed = scene.play(Scene.OPEN);

        assertThat(resumed.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void aCrashAfterTheDeleteWasSentIsGoneIfTheLedgerIsLost() {
        Scene scene = new Scene(READY);
        crashAfterDelete(scene);

        Transcript resumed = scene.rehearsal().keeping(new InMemoryLedger()).play(Scene.OPEN);

        assertThat(resumed.outcome().kind()).isEqualTo(GONE);
        assertThat(scene.glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void aCrashBeforeTheDeleteArrivedIsMadeUpFor() {
        Scene scene = new Scene(READY);
        scene.aws
                .onCall("DeleteDevEndpoint")
                .before(call -> {
                    throw new Crash();
                })
                .nth(1);
        Stage stage = scene.rehearsal().stage();
        Incident incident = stage.open(Scene.OPEN);
        assertThatThrownBy(() -> stage.look(incident)).isInstanceOf(Crash.class);

        scene.clock.advance(ofMinutes(2));
        Transcript resumed = scene.play(Scene.OPEN);

        assertThat(resumed.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(scene.glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    private static void crashAfterDelete(Scene scene) {
        scene.aws
                .onCall("DeleteDevEndpoint")
                .after(call -> {
                    throw new Crash();
                })
                .nth(1);
        Stage stage = scene.rehearsal().stage();
        Incident incident = stage.open(Scene.OPEN);
        assertThatThrownBy(() -> stage.look(incident)).isInstanceOf(Crash.class);
    }

    private static Step.Closed close(Stage stage, Step step, Scene scene) {
        Step next = step;
        while (next instanceof Step.Suspended suspended) {
            scene.clock.advance(suspended.delay());
            next = stage.look(suspended.incident());
        }
        return (Step.Closed) next;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static List<JournaledWrite> effective(InMemoryLedger ledger) {
        Scene any = new Scene();
        return ledger.writes(any.rehearsal().stage().open(Scene.OPEN).id()).stream()
                .filter(JournaledWrite::mayHaveTakenEffect)
                .toList();
    }

    /** The process dies. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
