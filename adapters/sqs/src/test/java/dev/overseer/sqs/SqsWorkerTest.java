package dev.overseer.sqs;

import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.testkit.Lifecycle;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.SqsException;

@Timeout(30)
class SqsWorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Where a request for messages would be waited for in vain. */
    private static final Duration SOON = Duration.ofMillis(50);

    private static final String UNREADABLE = "{\"eventName\":7}";
    private static final SqsException UNAVAILABLE = FakeQueue.failure(503, "ServiceUnavailable", "Service Unavailable");

    private final Scene scene = Scene.with(Lifecycle.readyAfter(Duration.ZERO));
    private final ScriptedSqs sqs = new ScriptedSqs();

    @Test
    void deletesWhatIsDoneAndLeavesTheRestOfItsBatch() throws InterruptedException {
        String message = scene.happens(Scene.CREATED);
        SqsWorker worker = worker(4);
        sqs.handsOut(UNREADABLE, message, "");

        CompletableFuture<Void> run = started(worker);
        await(() -> !sqs.deleted.isEmpty() && sqs.receives.size() == 2);
        worker.stop(SOON);

        run.join();
        assertThat(sqs.deleted).containsExactly(message);
        assertThat(scene.kinds()).containsExactly(REMEDIATED);
    }

    @Test
    void asksForMessagesAsLongAsItTakesAndKeepsThemForOneLook() throws InterruptedException {
        SqsWorker worker = worker(64);

        started(worker);
        await(() -> !sqs.receives.isEmpty());
        worker.stop(SOON);

        assertThat(sqs.receives).singleElement().satisfies(request -> {
            assertThat(request.queueUrl()).isEqualTo(Scene.URL.toString());
            assertThat(request.waitTimeSeconds()).isEqualTo(20);
            assertThat(request.maxNumberOfMessages()).isEqualTo(10);
            assertThat(request.visibilityTimeout()).isEqualTo(300);
        });
    }

    @Test
    void asksForNoMoreThanItCanBeginToWorkOn() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        scene.aws.onCall("GetDevEndpoint").before(call -> awaitUninterrupted(released));
        SqsWorker worker = worker(3);
        sqs.handsOut(messages(2)).handsOut(messages(1));

        CompletableFuture<Void> run = started(worker);
        await(() -> worker.health().inFlight() == 3);
        List<Integer> asked = sqs.receives.stream()
                .map(request -> request.maxNumberOfMessages())
                .toList();
        released.countDown();
        await(() -> sqs.deleted.size() == 3);
        worker.stop(SOON);

        run.join();
        assertThat(asked).containsExactly(3, 1);
    }

    @Test
    void recoversByItselfWhenSqsFails() throws InterruptedException {
        String message = scene.happens(Scene.CREATED);
        SqsWorker worker = worker(4);
        for (int i = 0; i < 8; i++) {
            sqs.fails(i % 2 == 0 ? UNAVAILABLE : SdkClientException.create("Connection refused"));
        }
        sqs.fails(FakeQueue.failure(400, "QueueDoesNotExist", "deleted, and being made anew"));
        sqs.handsOut(message);

        started(worker);
        await(() -> !sqs.deleted.isEmpty());

        assertThat(sqs.deleted).containsExactly(message);
        assertThat(worker.health().ready()).isTrue();
        worker.stop(SOON);
    }

    @Test
    void waitsForSqsAtTheStart() throws InterruptedException {
        sqs.refuses(UNAVAILABLE).refuses(UNAVAILABLE);
        SqsWorker worker = worker(4);

        started(worker);
        await(() -> !sqs.receives.isEmpty());

        assertThat(worker.stop(SOON)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | QueueDoesNotExist           | There is no queue https://sqs.eu-west-1.amazonaws.com/123456789012/overseer. Check its name "overseer", account 123456789012 and region eu-west-1
            403 | AccessDenied                | Allow sqs:GetQueueAttributes, sqs:ReceiveMessage, sqs:SendMessage and sqs:DeleteMessage on arn:aws:sqs:eu-west-1:123456789012:overseer
            403 | InvalidClientTokenId        | AWS does not know the credentials
            403 | SignatureDoesNotMatch       | AWS does not know the credentials
            403 | ExpiredToken                | The credentials have expired
            400 | RequestExpired              | The credentials have expired
            400 | InvalidAddress              | SQS refuses to let the queue
            """)
    void refusesToStartOnAQueueItCannotUse(int status, String code, String problem) {
        sqs.refuses(FakeQueue.failure(status, code, "said by SQS"));

        assertThatExceptionOfType(QueueUnusableException.class)
                .isThrownBy(() -> worker(4).run())
                .withMessageContaining(problem)
                .withMessageMatching("[^\n]+");
        assertThat(sqs.receives).isEmpty();
    }

    @Test
    void refusesToStartInARegionThatDoesNotExist() {
        sqs.refuses(SdkClientException.create("I/O", new UnknownHostException("sqs.eu-west-9.amazonaws.com")));

        assertThatExceptionOfType(QueueUnusableException.class)
                .isThrownBy(() -> worker(4).run())
                .withMessageContaining("Check the region in the URL");
    }

    @Test
    void refusesToStartWithoutCredentials() {
        sqs.refuses(
                SdkClientException.create(
                        "Unable to load credentials from any of the providers in the chain Chain(A(), B()) : [A(): none, B(): none]"));

        assertThatExceptionOfType(QueueUnusableException.class)
                .isThrownBy(() -> worker(4).run())
                .withMessageStartingWith("SQS cannot be called: Unable to load credentials: there are none. Check")
                .withMessageContaining("AWS_PROFILE");
    }

    @Test
    void stopsWhileItWaitsForMessages() throws InterruptedException {
        SqsWorker worker = worker(4);
        CompletableFuture<Void> run = started(worker);
        await(() -> !sqs.receives.isEmpty());

        assertThat(worker.stop(SOON)).isTrue();

        run.join();
        assertThat(worker.health().ready()).isFalse();
        assertThat(worker.stop(Duration.ZERO)).as("once more").isTrue();
    }

    @Test
    void stopsBeforeItHasStarted() throws InterruptedException {
        SqsWorker worker = worker(4);
        worker.stop(SOON);

        worker.run();

        assertThat(sqs.receives).isEmpty();
    }

    @Test
    void finishesLooksUnderWayWhenStopped() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        scene.aws.onCall("DeleteDevEndpoint").before(call -> {
            looking.countDown();
            awaitUninterrupted(released);
        });
        String message = scene.happens(Scene.CREATED);
        SqsWorker worker = worker(1);
        sqs.handsOut(message);
        CompletableFuture<Void> run = started(worker);
        looking.await();

        CompletableFuture<Boolean> stop =
                CompletableFuture.supplyAsync(() -> stopped(worker, PATIENCE), Thread::startVirtualThread);
        released.countDown();

        assertThat(stop.join()).isTrue();
        run.join();
        assertThat(scene.kinds()).containsExactly(REMEDIATED);
        assertThat(sqs.deleted).containsExactly(message);
    }

    @Test
    void leavesWhatIsNotDoneInTimeToReappear() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        scene.aws.onCall("GetDevEndpoint").before(call -> {
            looking.countDown();
            awaitUninterrupted(released);
        });
        SqsWorker worker = worker(1);
        sqs.handsOut(scene.happens(Scene.CREATED));
        CompletableFuture<Void> run = started(worker);
        looking.await();

        assertThat(worker.stop(Duration.ofMillis(50))).isFalse();

        run.join();
        assertThat(sqs.deleted).isEmpty();
        released.countDown();
    }

    @Test
    void itsHealthFollowsItsLife() throws InterruptedException {
        SqsWorker worker = worker(4);
        assertThat(worker.health()).isEqualTo(new WorkerHealth(true, false, 0, Optional.empty()));

        sqs.handsOut();
        started(worker);
        await(() -> worker.health().ready());
        assertThat(worker.health().lastReceive()).contains(scene.clock.instant());

        scene.clock.advance(Duration.ofMinutes(6));
        assertThat(worker.health().live()).as("a receive has taken six minutes").isFalse();
        worker.stop(SOON);
    }

    @Test
    void asksForNoMessagesWhileItsHostIsNotReady() throws InterruptedException {
        String body = scene.happens(Scene.CREATED);
        AtomicBoolean ready = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(3);
        IncidentQueue queue = new IncidentQueue(sqs, Scene.URL, Optional.empty(), scene.clock);
        QueueProtocol protocol = scene.protocol(queue);
        SqsWorker worker = worker(
                new MessageHandler() {
                    @Override
                    public boolean ready() {
                        asked.countDown();
                        return ready.get();
                    }

                    @Override
                    public Verdict take(String id, String taken, Instant until) {
                        return protocol.take(id, taken, until);
                    }
                },
                1);
        sqs.handsOut(body);

        started(worker);
        assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(sqs.receives).as("while it is not ready").isEmpty();
        assertThat(worker.health().ready()).isFalse();
        ready.set(true);

        await(() -> !sqs.deleted.isEmpty());
        assertThat(worker.health().ready()).isTrue();
        worker.stop(SOON);
    }

    @Test
    void waitsLongerAfterEachFailureButNeverTooLong() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));

        assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 100, 1_000_000).mapToObj(backoff::after))
                .zipSatisfy(
                        List.of(1, 2, 4, 8, 16, 30, 30, 30),
                        (wait, most) ->
                                assertThat(wait).isBetween(Duration.ofMillis(500L * most), Duration.ofSeconds(most)));
    }

    private SqsWorker worker(int inFlight) {
        IncidentQueue queue = new IncidentQueue(sqs, Scene.URL, Optional.empty(), scene.clock);
        return worker(scene.protocol(queue), inFlight);
    }

    private SqsWorker worker(MessageHandler handler, int inFlight) {
        Backoff backoff = new Backoff(Duration.ofMillis(2), Duration.ofMillis(20), new Random(1));
        return new SqsWorker(sqs, Scene.URL, handler, inFlight, SqsWorker.VISIBILITY, scene.clock, backoff);
    }

    private String[] messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> scene.happens(Scene.CREATED.id("e%d-%d".formatted(count, i))))
                .toArray(String[]::new);
    }

    static CompletableFuture<Void> started(SqsWorker worker) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        worker.run();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private static boolean stopped(SqsWorker worker, Duration grace) {
        try {
            return worker.stop(grace);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for what another thread does. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            never.await(10, TimeUnit.MILLISECONDS);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
