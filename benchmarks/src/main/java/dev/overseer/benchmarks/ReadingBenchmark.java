package dev.overseer.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.runtime.aws.ActionGuard;
import dev.overseer.runtime.aws.AwsClients;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.notice.Announcer;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.testkit.FakeAws;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** From bytes to a decision, on one thread, beside Jackson's parsing of the same bytes into a tree. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReadingBenchmark {
    private final JsonMapper jackson = new JsonMapper();
    private final byte[] unwantedRecord = Bodies.unwanted().bytes();
    private final byte[] compliantEvent = Bodies.compliant().envelopeBytes();

    /** How many controls are installed. */
    @Param({"1", "10", "100"})
    public int controls;

    private EventReader reader;
    private Intake intake;
    private Engine engine;

    /** Wires what every host wires. */
    @Setup
    public void wire() {
        PluginCatalog catalog = Controls.catalog(controls);
        Clock clock = Clock.systemUTC();
        InMemoryLedger ledger = new InMemoryLedger();
        ActionGuard guard = new ActionGuard(ledger, clock);
        EventRouter router = new EventRouter(catalog.routable());
        reader = new EventReader(router);
        engine = new Engine(
                catalog,
                Mandate.of(DecisionPolicy.enforceAll()),
                new AwsClients(new FakeAws(clock).connection(), guard),
                guard,
                ledger,
                clock,
                new Schedule(Optional.empty(), new Random(1)),
                Installation.UNKNOWN,
                Announcer.NOBODY);
        intake = new Intake(router, catalog, engine, clock);
    }

    /** A record that no control wants, to its ignored row. */
    @Benchmark
    public void unwanted(Blackhole hole) {
        reader.read(unwantedRecord, "benchmark", hole::consume);
    }

    /** An EventBridge event, to its closed incident: no AWS call. */
    @Benchmark
    public void compliant(Blackhole hole) {
        reader.read(
                compliantEvent,
                "benchmark",
                reading -> intake.accept(reading, arrival -> {
                    if (arrival instanceof Arrival.Opened opened
                            && engine.advance(opened.incident()) instanceof Step.Closed closed
                            && closed.outcome().kind() == Outcome.Kind.COMPLIANT) {
                        hole.consume(closed);
                    } else {
                        throw new IllegalStateException("not closed as compliant: " + arrival);
                    }
                }));
    }

    /** What parsing the unwanted record into a tree would cost, and nothing else. */
    @Benchmark
    public JsonNode unwantedTreeAlone() throws IOException {
        return jackson.readTree(unwantedRecord);
    }

    /** What parsing the compliant event into a tree would cost, and nothing else. */
    @Benchmark
    public JsonNode compliantTreeAlone() throws IOException {
        return jackson.readTree(compliantEvent);
    }
}
