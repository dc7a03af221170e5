package dev.overseer.benchmarks;

import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.incident.Step;
import dev.overseer.sqs.IncidentQueue;
import dev.overseer.sqs.QueueProtocol;
import dev.overseer.sqs.QueueUrl;
import dev.overseer.sqs.SqsWorker;
import dev.overseer.sqs.SweepTurns;
import dev.overseer.sqs.WorkListener;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The worker's loop: receive, look at an endpoint that is still PROVISIONING, send back, delete. Queue and Glue are in this
 * process, and answer at once or as late as over a network. The JVM is started as the launcher starts a worker's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"})
public class WorkerBenchmark {
    private static final int BATCH = 200;
    private static final QueueUrl URL = QueueUrl.parse("https://sqs.eu-west-1.amazonaws.com/123456789012/overseer");

    /** How many messages are worked on at once. */
    @Param({"1", "8", "64"})
    public int inFlight;

    /** How many milliseconds each request to SQS and Glue takes. */
    @Param({"0", "20"})
    public int answerMillis;

    private InMemoryQueue queue;
    private SqsWorker worker;

    /** Creates the endpoint, and starts the worker. */
    @Setup
    public void start() {
        Duration answerTime = Duration.ofMillis(answerMillis);
        TestClock clock = new TestClock(Events.TIME);
        FakeAws aws = new FakeAws(clock).install(new GlueSimulator(clock, Lifecycle.neverReady()));
        aws.onCall(FakeAws.ANY).before(_ -> AnswerTime.pass(answerTime));
        Stage stage = Rehearsal.of(new GluePlugin(), aws, clock).stage();
        Step first = stage.look(stage.open(Bodies.violation()));
        queue = new InMemoryQueue(new String(Stage.document(first.incident()), StandardCharsets.US_ASCII), answerTime);
        IncidentQueue waits = new IncidentQueue(queue, URL, Optional.empty(), clock);
        SweepTurns sweeps =
                new SweepTurns(stage.engine(), new SweepTurns.Places(List::of, List::of), AnswerTime::pass, clock);
        QueueProtocol protocol = new QueueProtocol(
                stage.reader(), stage.intake(), stage.engine(), waits, new Unsurprised(), sweeps, clock);
        worker = new SqsWorker(queue, URL, protocol, inFlight, clock, new Random(1));
        Thread.ofVirtual().start(() -> {
            try {
                worker.run();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Looks. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void look() throws InterruptedException {
        queue.drain(BATCH);
    }

    /** Stops the worker. */
    @TearDown
    public void stop() throws InterruptedException {
        worker.stop(Duration.ZERO);
    }

    /** Makes sure that what is measured are looks that end in waits. */
    private static final class Unsurprised implements WorkListener {
        @Override
        public void arrived(Arrival arrival) {
            throw new IllegalStateException("passed over: " + arrival);
        }

        @Override
        public void looked(Step step) {
            if (step instanceof Step.Closed) {
                throw new IllegalStateException("closed: " + step);
            }
        }
    }
}
