package dev.overseer.sqs;

import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;

/** Incidents on their way through queue and scheduler, under virtual time. */
class WaitsTest {
    /** At a look every ten seconds, long after Lambda has stopped the chain. */
    private static final Lifecycle READY_LATE = Lifecycle.readyAfter(Duration.ofMinutes(29));

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void remediatesAtTheControlsPace() {
        Scene scene = Scene.with(Lifecycle.readyAfter(Duration.ofMinutes(7)));
        scene.queue.put(scene.happens(Scene.CREATED));

        scene.work(scene.protocol());

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
        assertThat(scene.glue.exists("test1")).isFalse();
        assertThat(scene.scheduler.created()).isEmpty();
    }

    @Test
    void losesNothingOnAQueueThatDropsThe17thHopOfAChain() {
        Scene scene = Scene.with(READY_LATE, rehearsal -> rehearsal.lookEvery(TEN_SECONDS));
        scene.queue.put(scene.happens(Scene.CREATED));

        scene.work(scene.protocol());

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
        assertThat(scene.outcomes().getFirst().looks()).isGreaterThan(100);
        assertThat(scene.queue.lost()).isZero();
        assertThat(scene.scheduler.created()).hasSizeGreaterThan(5);
    }

    @Test
    void wouldLoseItWithoutTheScheduler() {
        Scene scene = Scene.with(READY_LATE, rehearsal -> rehearsal.lookEvery(TEN_SECONDS));
        scene.queue.put(scene.happens(Scene.CREATED));

        scene.work(scene.withoutScheduler());

        assertThat(scene.queue.lost()).isOne();
        assertThat(scene.outcomes()).isEmpty();
    }

    @Test
    void outlivesADayInWhichAwsThrottles() {
        Scene scene = Scene.with(Lifecycle.readyAfter(Duration.ofMinutes(7)));
        Instant end = Events.TIME.plus(Duration.ofHours(24));
        scene.aws
                .fail("GetDevEndpoint")
                .with((call, service) ->
                        scene.clock.instant().isBefore(end) ? Fault.throttle().answer(call, service) : service.answer())
                .always();
        for (int i = 0; i < 2; i++) {
            scene.queue.put(scene.happens(Scene.CREATED.request("endpointName", "test" + i)));
        }

        scene.work(scene.protocol());

        assertThat(scene.kinds()).hasSize(2).containsOnly(REMEDIATED);
        assertThat(scene.outcomes())
                .allSatisfy(outcome -> assertThat(outcome.looks()).isBetween(50, 199));
        assertThat(scene.queue.lost()).isZero();
        assertThat(scene.queue.deadLetters()).isEmpty();
    }

    @Test
    void leavesAWaitOfMoreThan15MinutesToTheScheduler() {
        Scene scene = Scene.with(
                Lifecycle.readyAfter(Duration.ofMinutes(20)), rehearsal -> rehearsal.lookEvery(Duration.ofMinutes(25)));
        scene.queue.put(scene.happens(Scene.CREATED));

        scene.work(scene.protocol());

        String incident = scene.steps.getFirst().incident().id();
        assertThat(scene.kinds()).containsExactly(REMEDIATED);
        assertThat(scene.scheduler.created()).singleElement().satisfies(schedule -> {
            assertThat(schedule.name()).isEqualTo("overseer-" + incident + "-1");
            assertThat(schedule.scheduleExpression()).isEqualTo("at(2026-01-15T10:25:00)");
            assertThat(schedule.scheduleExpressionTimezone()).isEqualTo("UTC");
            assertThat(schedule.flexibleTimeWindow().mode()).isEqualTo(FlexibleTimeWindowMode.OFF);
            assertThat(schedule.target().arn()).isEqualTo("arn:aws:sqs:eu-west-1:123456789012:overseer");
            assertThat(schedule.target().roleArn()).isEqualTo(Scene.ROLE);
        });
    }

    @Test
    void cutsAWaitOfMoreThan15MinutesWhereThereIsNoScheduler() {
        Scene scene = Scene.with(
                Lifecycle.readyAfter(Duration.ofMinutes(20)), rehearsal -> rehearsal.lookEvery(Duration.ofMinutes(25)));
        scene.queue.put(scene.happens(Scene.CREATED));

        scene.work(scene.withoutScheduler());

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
        assertThat(scene.outcomes().getFirst().closedAt()).isEqualTo(Events.TIME.plus(Duration.ofMinutes(25)));
        assertThat(scene.aws.calls("GetDevEndpoint"))
                .as("a look at the beginning, and one at the end that verifies")
                .hasSize(3);
    }

    @Test
    void anotherDeliveryOfAMessageIsTheSameLongWait() {
        Scene scene = Scene.with(
                Lifecycle.readyAfter(Duration.ofMinutes(20)), rehearsal -> rehearsal.lookEvery(Duration.ofMinutes(25)));
        String message = scene.happens(Scene.CREATED);

        assertThat(scene.take(message)).isEqualTo(MessageHandler.Verdict.DONE);
        assertThat(scene.take(message)).isEqualTo(MessageHandler.Verdict.DONE);

        assertThat(scene.scheduler.created()).hasSize(1);
    }

    @Test
    void givesAShortWaitToTheSchedulerAsAMinute() {
        Scene scene = Scene.with(READY_LATE, rehearsal -> rehearsal.lookEvery(TEN_SECONDS));
        scene.queue.put(scene.happens(Scene.CREATED));

        scene.work(scene.protocol());

        // The 14th message of a chain: 13 waits of 10 s lie before it.
        List<Instant> times =
                scene.scheduler.created().stream().map(FakeScheduler::time).toList();
        assertThat(times.getFirst()).isEqualTo(Events.TIME.plusSeconds(13 * 10 + 60));
        assertThat(scene.scheduler.created())
                .extracting(CreateScheduleRequest::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void neverLooksTooEarly() {
        Scene scene = Scene.with(Lifecycle.neverReady(), rehearsal -> rehearsal.lookEvery(Duration.ofMillis(1500)));
        scene.take(scene.happens(Scene.CREATED));

        assertThat(scene.steps).singleElement().isInstanceOf(Step.Suspended.class);
        assertThat(scene.queue.messages())
                .singleElement()
                .satisfies(message -> assertThat(message.visibleAt()).isEqualTo(Events.TIME.plusSeconds(2)));
    }
}
