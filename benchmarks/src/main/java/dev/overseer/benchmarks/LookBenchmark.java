package dev.overseer.benchmarks;

import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.TestClock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GetDevEndpointResponse;

/** One look at an endpoint that is still PROVISIONING, beside the one SDK call that it makes. AWS answers from memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LookBenchmark {
    private Stage stage;
    private Incident incident;
    private GlueClient bare;

    /** Creates the endpoint. */
    @Setup
    public void create() {
        TestClock clock = new TestClock(Events.TIME);
        FakeAws aws = new FakeAws(clock).install(new GlueSimulator(clock, Lifecycle.neverReady()));
        stage = Rehearsal.of(new GluePlugin(), aws, clock).stage();
        incident = stage.open(Bodies.violation());
        bare = aws.client(GlueClient::builder);
    }

    /** Read, check, decide, wait. */
    @Benchmark
    public Step look() {
        return stage.look(incident);
    }

    /** The call alone, with a client that has no guard. */
    @Benchmark
    public GetDevEndpointResponse callAlone() {
        return bare.getDevEndpoint(get -> get.endpointName(incident.target().id()));
    }
}
