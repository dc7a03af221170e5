package dev.overseer.sqs;

import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static dev.overseer.sqs.SqsWorkerTest.await;
import static dev.overseer.sqs.SqsWorkerTest.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.runtime.incident.Outcome;
import dev.overseer.testkit.Lifecycle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The worker on a real server, in real time: a look a second. The engine's clock stands still meanwhile. */
@Timeout(60)
class SqsWorkerOnElasticMqTest {
    private static final Lifecycle THREE_LOOKS =
            Lifecycle.byLook("PROVISIONING", "PROVISIONING", "PROVISIONING", "READY");
    private static ElasticMq server;
    private static SqsClient sqs;
    /** Longer than a request for messages lasts. */
    private static final Duration GRACE = Duration.ofSeconds(25);

    private final Scene scene = Scene.with(THREE_LOOKS, rehearsal -> rehearsal.lookEvery(Duration.ofSeconds(1)));

    @BeforeAll
    static void start() {
        server = new ElasticMq();
        sqs = server.client();
    }

    @AfterAll
    static void stop() {
        sqs.close();
        server.close();
    }

    @Test
    void remediatesAnEndpointThatIsProvisioningForThreeLooks() throws InterruptedException {
        QueueUrl queue = server.queue(sqs, "cycle");
        SqsWorker worker = worker(queue, SqsWorker.VISIBILITY);
        send(queue, scene.happens(Scene.CREATED));

        CompletableFuture<Void> run = started(worker);
        await(() -> ElasticMq.size(sqs, queue) == 0 && !scene.outcomes().isEmpty());
        worker.stop(Duration.ZERO);

        run.join();
        Outcome outcome = scene.outcomes().getFirst();
        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.looks()).isEqualTo(4);
        assertThat(outcome.writes()).containsExactly("glue:DeleteDevEndpoint");
        assertThat(scene.steps).hasSize(4);
    }

    @Test
    void refusesAQueueThatIsNotThere() {
        QueueUrl missing = QueueUrl.parse("http://127.0.0.1:1/123456789012/missing");

        assertThatExceptionOfType(QueueUnusableException.class)
                .isThrownBy(() -> worker(missing, SqsWorker.VISIBILITY).run())
                .withMessageContaining("There is no queue http://127.0.0.1:1/123456789012/missing");
    }

    @Test
    @Tag("slow")
    void twoWorkersShareAQueueWithDuplicates() throws InterruptedException {
        QueueUrl queue = server.queue(sqs, "shared");
        List<SqsWorker> workers = List.of(worker(queue, SqsWorker.VISIBILITY), worker(queue, SqsWorker.VISIBILITY));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String name = "shared" + i;
            String message = scene.happens(Scene.CREATED.request("endpointName", name));
            names.add(name);
            send(queue, message);
            send(queue, message);
        }

        workers.forEach(SqsWorkerTest::started);
        await(() -> ElasticMq.size(sqs, queue) == 0);
        for (SqsWorker worker : workers) {
            worker.stop(Duration.ZERO);
        }

        assertThat(names).allSatisfy(name -> {
            assertThat(scene.glue.exists(name)).isFalse();
            assertThat(scene.glue.effectiveDeletes(name)).isOne();
        });
        assertThat(scene.kinds()).containsOnly(REMEDIATED).hasSizeBetween(10, 20);
    }

    @Test
    @Tag("slow")
    void anUnreadableMessageIsRedrivenWhileTheOthersAreWorkedOn() throws InterruptedException {
        QueueUrl dead = server.queue(sqs, "dead-letters");
        QueueUrl queue = server.queue(sqs, "redriven", "dead-letters", 3);
        SqsWorker worker = worker(queue, Duration.ofSeconds(1));
        send(queue, "{\"eventName\":7}");
        send(queue, scene.happens(Scene.CREATED.request("endpointName", "beside")));

        started(worker);
        await(() -> ElasticMq.size(sqs, queue) == 0 && ElasticMq.size(sqs, dead) == 1);
        worker.stop(Duration.ZERO);

        assertThat(scene.problems()).containsExactly("eventSource is missing");
        assertThat(scene.glue.exists("beside")).isFalse();
        assertThat(sqs.receiveMessage(request -> request.queueUrl(dead.toString()))
                        .messages()
                        .getFirst()
                        .body())
                .isEqualTo("{\"eventName\":7}");
    }

    @Test
    @Tag("slow")
    void whatAStoppedWorkerLeftUndoneComesBackToAnother() throws InterruptedException {
        QueueUrl queue = server.queue(sqs, "handed-over");
        send(queue, scene.happens(Scene.CREATED.request("endpointName", "handed-over")));
        SqsWorker first = worker(queue, SqsWorker.VISIBILITY);
        started(first);
        await(() -> !scene.steps.isEmpty());
        assertThat(first.stop(GRACE)).isTrue();

        SqsWorker second = worker(queue, SqsWorker.VISIBILITY);
        started(second);
        await(() -> !scene.outcomes().isEmpty() && ElasticMq.size(sqs, queue) == 0);
        second.stop(Duration.ZERO);

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
    }

    @Test
    @Tag("slow")
    void aLargeEventGoesThroughTheQueueGzipped() throws InterruptedException {
        QueueUrl queue = server.queue(sqs, "large");
        String event =
                scene.happens(Scene.CREATED.request("endpointName", "large").request("arguments", "x".repeat(220_000)));
        SqsWorker worker = worker(queue, SqsWorker.VISIBILITY);
        send(queue, event);

        started(worker);
        await(() -> !scene.outcomes().isEmpty() && ElasticMq.size(sqs, queue) == 0);
        worker.stop(Duration.ZERO);

        assertThat(scene.kinds()).containsExactly(REMEDIATED);
    }

    private SqsWorker worker(QueueUrl queue, Duration visibility) {
        IncidentQueue incidents = new IncidentQueue(sqs, queue, Optional.empty(), scene.clock);
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(1));
        return new SqsWorker(sqs, queue, scene.protocol(incidents), 8, visibility, scene.clock, backoff);
    }

    private void send(QueueUrl queue, String body) {
        sqs.sendMessage(request -> request.queueUrl(queue.toString()).messageBody(body));
    }
}
