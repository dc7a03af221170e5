package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.EndpointEvents.secure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.testkit.DevEndpointSeed;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are killed, while queue, ledger and AWS go on. */
@Tag("slow")
@Timeout(300)
class CrashTest {
    private static final String SEED = "overseer.crash.seed";
    private static final int INCIDENTS = 50;
    private static final int KILLS = 12;

    /** About as many calls as there are in the looks that a round begins with. */
    private static final int MOST_CALLS = 16;

    /** In seconds. For one minute, a write that was journalled and not answered may still be under way. */
    private static final int LONGEST = 150;

    /** More than workers here: that a message is interrupted again and again is not what makes it a dead letter. */
    private static final int RECEIVES = 100;

    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();
    private final GlueSimulator glue = new GlueSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(glue).install(new StsSimulator());

    /** So old that an endpoint which is not there is gone, rather than not there yet. */
    private final Instant created = clock.instant().minus(Duration.ofMinutes(15));

    private Path state = Cli.state();
    private final Set<String> toDelete = new HashSet<>();
    private final Set<String> toLeave = new HashSet<>();
    private final List<Path> outputs = new ArrayList<>();
    private final VirtualSqs sqs = new VirtualSqs(RECEIVES);
    private LoopbackAws loopback;
    private volatile Process worker;
    private volatile CountDownLatch callsToLive = new CountDownLatch(0);

    @BeforeEach
    void serve() throws IOException {
        loopback = new LoopbackAws(aws);
    }

    @AfterEach
    void stop() {
        worker.destroyForcibly();
        loopback.close();
        sqs.close();
    }

    @Test
    void closesEveryIncidentAndLosesNoneThoughWorkersAreKilledAllTheTime() throws Exception {
        long seed = Long.getLong(SEED, new Random().nextLong());
        try {
            assertThat(interrupted(new Random(seed)))
                    .as("kills that left messages in flight")
                    .isGreaterThan(KILLS / 2);
            workUntilTheQueueIsEmpty();
            assertEveryIncidentIsClosed();
        } catch (AssertionError | Exception failed) {
            throw new AssertionError("again with -D%s=%d".formatted(SEED, seed), failed);
        }
    }

    @Test
    void anEndpointWhoseWorkerDiesBeforeItsDeleteIsAnsweredIsFoundRemediated() throws Exception {
        dieBeforeTheDeleteIsAnswered();

        workOn();

        assertThat(glue.effectiveDeletes("endpoint0")).isOne();
        assertThat(outcomes()).containsExactly(Map.entry("endpoint0", Set.of("REMEDIATED")));
    }

    @Test
    void anEndpointWhoseWorkerDiesBeforeItsDeleteIsAnsweredEndsAsGoneIfItsLedgerIsLostToo() throws Exception {
        dieBeforeTheDeleteIsAnswered();

        state = Cli.state();
        workOn();

        assertThat(glue.effectiveDeletes("endpoint0")).isOne();
        assertThat(outcomes()).containsExactly(Map.entry("endpoint0", Set.of("GONE")));
    }

    private void dieBeforeTheDeleteIsAnswered() throws Exception {
        sqs.send(happens(0).envelopeJson());
        aws.onCall("DeleteDevEndpoint")
                .after(_ -> worker.destroyForcibly().onExit().join());
        startWorker();
        assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        sqs.passTime();
    }

    private void workOn() throws Exception {
        startWorker();
        workUntilTheQueueIsEmpty();
    }

    /** Kills worker after worker while incidents arrive, and returns how often that left messages in flight. */
    private int interrupted(Random random) throws Exception {
        aws.onCall(FakeAws.ANY).after(call -> {
            if (call.service().equals("glue")) {
                callsToLive.countDown();
            }
        });
        int interrupted = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            for (int i = INCIDENTS * kill / KILLS; i < INCIDENTS * (kill + 1) / KILLS; i++) {
                sqs.send(happens(i).envelopeJson());
            }
            sqs.passTime();
            callsToLive = new CountDownLatch(1 + random.nextInt(MOST_CALLS));
            startWorker();
            // A moment is a number of calls: it hits work however slow the machine is. And some time, to hit what
            // follows a call
            callsToLive.await(5, TimeUnit.SECONDS);
            worker.waitFor(random.nextInt(30), TimeUnit.MILLISECONDS);
            worker.destroyForcibly().waitFor();
            interrupted += sqs.inFlight() > 0 ? 1 : 0;
        }
        sqs.passTime();
        startWorker();
        return interrupted;
    }

    private void workUntilTheQueueIsEmpty() throws InterruptedException {
        for (int seconds = 1; sqs.size() > 0; seconds++) {
            assertThat(seconds).as("seconds until the queue is empty").isLessThan(LONGEST);
            assertThat(worker.waitFor(1, TimeUnit.SECONDS))
                    .as("worker has ended")
                    .isFalse();
            if (seconds % 5 == 0) {
                // What was handed out to a request that outlived its worker comes back
                sqs.passTime();
            }
        }
    }

    private void assertEveryIncidentIsClosed() throws IOException {
        assertThat(sqs.deadLetters()).as("dead letters").isZero();
        assertThat(toDelete).hasSize(40).allSatisfy(name -> {
            assertThat(glue.exists(name)).as("%s exists", name).isFalse();
            assertThat(glue.effectiveDeletes(name)).as("deletes of %s", name).isOne();
        });
        assertThat(toLeave)
                .hasSize(10)
                .allSatisfy(name ->
                        assertThat(glue.exists(name)).as("%s exists", name).isTrue());
        assertThat(aws.calls("DeleteDevEndpoint"))
                .extracting(call -> call.json().path("EndpointName").asText())
                .isSubsetOf(toDelete);
        Map<String, Set<String>> outcomes = outcomes();
        assertThat(toDelete)
                .allSatisfy(name -> assertThat(outcomes.get(name))
                        .as("outcomes of %s", name)
                        .isNotEmpty()
                        .isSubsetOf("REMEDIATED", "GONE"));
        assertThat(toLeave)
                .allSatisfy(name -> assertThat(outcomes.get(name))
                        .as("outcomes of %s", name)
                        .containsExactly("COMPLIANT"));
    }

    /** Creates the endpoint of one incident, in one of the ways in which they live, and returns its event. */
    private EventBuilder happens(int i) {
        String name = "endpoint" + i;
        DevEndpointSeed endpoint = glue.endpoint(name).createdAt(created);
        (i % 5 == 4 ? toLeave : toDelete).add(name);
        switch (i % 10) {
            case 0, 5 -> endpoint.ready();
            case 1, 6 -> endpoint.living(Lifecycle.byLook("PROVISIONING", "PROVISIONING", "PROVISIONING", "READY"));
            case 2, 7 -> endpoint.living(Lifecycle.byLook("PROVISIONING", "FAILED"));
            case 3, 8 -> endpoint.living(Lifecycle.byLook("READY").terminatingFor(Duration.ofMillis(500)));
            // Passes by its event, and once it is repaired
            default ->
                endpoint.securityConfiguration("encrypted")
                        .securityGroupIds("sg-1")
                        .publicKeys("ssh-rsa AAAA")
                        .subnetId("subnet-1")
                        .ready();
        }
        return (i % 10 == 4 ? secure(name) : insecure(name)).at(created);
    }

    private void startWorker() throws IOException {
        Path output = folder.resolve("worker-" + outputs.size());
        outputs.add(output);
        List<String> command = ProcessTest.command(
                "worker", "--queue-url", sqs.queue(), "--config", configuration(), "--look-every=1s", "-o", "json");
        command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        ProcessBuilder builder = ProcessTest.calling(loopback, command)
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("AWS_REGION", "eu-west-1");
        builder.environment().put("XDG_STATE_HOME", state.toString());
        worker = builder.start();
    }

    private String configuration() throws IOException {
        return Files.writeString(folder.resolve("overseer.yaml"), """
                controls: {glue-dev-endpoint: {mode: enforce}}
                limits: {perControlAccountHour: 1000, perControlHour: 1000, perHour: 1000, firstEnforcement: 1000}
                """).toString();
    }

    /**
     * What the workers said of each endpoint, and the ledger: one that is killed when it has closed an incident in the ledger
     * does not say so any more, nor does whoever sees the incident again.
     */
    private Map<String, Set<String>> outcomes() throws IOException {
        List<String> lines = new ArrayList<>(new Cli()
                .with("XDG_STATE_HOME", state.toString())
                .run("incidents", "--config", configuration(), "--limit", "1000", "-o", "json")
                .lines());
        for (Path output : outputs) {
            String text = Files.readString(output, UTF_8);
            lines.addAll(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
        }
        Map<String, Set<String>> outcomes = new HashMap<>();
        for (String line : lines) {
            JsonNode document = new JsonMapper().readTree(line);
            if (document.has("outcome")) {
                outcomes.computeIfAbsent(document.at("/target/id").asText(), _ -> new HashSet<>())
                        .add(document.path("outcome").asText());
            }
        }
        return outcomes;
    }
}
