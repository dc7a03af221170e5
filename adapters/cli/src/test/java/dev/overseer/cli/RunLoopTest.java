package dev.overseer.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunLoopTest {
    private final TestClock clock = new TestClock(Events.TIME);
    private final List<Result> results = new CopyOnWriteArrayList<>();
    private final List<Step.Suspended> progress = new CopyOnWriteArrayList<>();

    @Test
    void looksAgainAndAgainUntilAllAreClosed() {
        RunLoop loop =
                loop(true, incident -> incident.looks() < 3 ? again(incident, Duration.ofMillis(1)) : closed(incident));

        loop.open(incident("one"));
        loop.open(incident("two"));
        loop.await();

        assertThat(results).extracting(RunLoopTest::name).containsExactlyInAnyOrder("one", "two");
        assertThat(progress).hasSize(6);
        assertThat(loop.open()).isEmpty();
    }

    @Test
    void tellsInTheOrderInWhichIncidentsEnd() {
        CountDownLatch secondIsClosed = new CountDownLatch(1);
        RunLoop loop = loop(
                true,
                incident -> {
                    if (incident.target().id().equals("first")) {
                        awaited(secondIsClosed);
                    }
                    return closed(incident);
                },
                result -> secondIsClosed.countDown());

        loop.open(incident("first"));
        loop.open(incident("second"));
        loop.await();

        assertThat(results).extracting(RunLoopTest::name).containsExactly("second", "first");
    }

    @Test
    void opensAnIncidentOnceWhileItIsOpen() {
        CountDownLatch seenAgain = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        RunLoop loop = loop(true, incident -> {
            looks.incrementAndGet();
            awaited(seenAgain);
            return closed(incident);
        });

        loop.open(incident("test1"));
        loop.open(incident("test1"));
        seenAgain.countDown();
        loop.await();

        assertThat(looks).hasValue(1);
        assertThat(results).hasSize(2).first().isInstanceOf(Result.SeenAgain.class);
    }

    @Test
    void leavesOpenWhatItIsNotToWaitFor() {
        RunLoop loop = loop(false, incident -> again(incident, Duration.ofHours(1)));

        loop.open(incident("test1"));
        loop.await();

        assertThat(loop.open()).singleElement().satisfies(wait -> {
            assertThat(wait.step().reason()).isEqualTo("READY");
            assertThat(wait.due()).isEqualTo(Events.TIME.plus(Duration.ofHours(1)));
        });
        assertThat(results).isEmpty();
    }

    @Test
    void tellsOfAnErrorInALookInsteadOfWaitingForEver() {
        RunLoop loop = loop(true, incident -> {
            if (incident.target().id().equals("bad")) {
                throw new AssertionError("no look at this");
            }
            return again(incident, Duration.ofHours(1));
        });

        loop.open(incident("good"));
        loop.open(incident("bad"));

        assertThatThrownBy(loop::await)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(AssertionError.class)
                .hasRootCauseMessage("no look at this");
    }

    @Test
    void endsAllWaitsWhenItIsStopped() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        RunLoop loop = new RunLoop(
                incident -> again(incident, Duration.ofHours(1)),
                clock,
                true,
                results::add,
                step -> waiting.countDown());

        loop.open(incident("test1"));
        awaited(waiting);
        loop.stop(Duration.ofSeconds(10));
        loop.open(incident("too late"));
        loop.await();

        assertThat(loop.open())
                .extracting(wait -> wait.step().incident().target().id())
                .containsExactly("test1");
    }

    @Test
    void letsALookEndThatIsUnderWayWhenItIsStopped() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        RunLoop loop = loop(true, incident -> {
            looking.countDown();
            awaited(mayEnd);
            return closed(incident);
        });

        loop.open(incident("test1"));
        awaited(looking);
        Thread stopping = Thread.ofVirtual().start(() -> stop(loop));
        mayEnd.countDown();
        stopping.join();

        assertThat(results).extracting(RunLoopTest::name).containsExactly("test1");
        assertThat(loop.open()).isEmpty();
    }

    @Test
    void readsNoFasterThanItLooks() throws InterruptedException {
        Semaphore looks = new Semaphore(0);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        RunLoop loop = loop(true, incident -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            looks.acquireUninterruptibly();
            atOnce.decrementAndGet();
            return closed(incident);
        });
        CountDownLatch halfIsRead = new CountDownLatch(16);

        Thread reading = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 32; i++) {
                loop.open(incident("endpoint" + i));
                halfIsRead.countDown();
            }
        });
        awaited(halfIsRead);
        looks.release(32);
        reading.join();
        loop.await();

        assertThat(results).hasSize(32);
        assertThat(most.get()).isLessThanOrEqualTo(16);
    }

    private RunLoop loop(boolean waits, Function<Incident, Step> look) {
        return loop(waits, look, result -> {});
    }

    private RunLoop loop(boolean waits, Function<Incident, Step> look, Consumer<Result> also) {
        return new RunLoop(
                look,
                clock,
                waits,
                result -> {
                    results.add(result);
                    also.accept(result);
                },
                progress::add);
    }

    private static Incident incident(String name) {
        var event = EndpointEvents.insecure(name).event();
        return Incident.open(
                "glue-dev-endpoint", event.resource("AWS::Glue::DevEndpoint", name), event, true, Events.TIME);
    }

    private static Step again(Incident incident, Duration delay) {
        return new Step.Suspended(incident.looked(), delay, "READY");
    }

    private static Step closed(Incident incident) {
        Outcome outcome = new Outcome(
                Kind.COMPLIANT, List.of(), List.of(), List.of(), Events.TIME, 1, "passes every check", true);
        return new Step.Closed(incident.looked(), outcome, true);
    }

    private static String name(Result result) {
        return result instanceof Result.Closed(var incident, var outcome)
                ? incident.target().id()
                : result.toString();
    }

    private static void stop(RunLoop loop) {
        try {
            loop.stop(Duration.ofSeconds(10));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
