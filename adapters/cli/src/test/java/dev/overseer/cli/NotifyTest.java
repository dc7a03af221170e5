package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.file;
import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.Trail.key;
import static dev.overseer.cli.Trail.log;
import static dev.overseer.cli.Trail.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is told by commands, over HTTP. */
@Timeout(120)
class NotifyTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:alerts";
    private static final String CONFIGURATION = """
            controls: {glue-dev-endpoint: {mode: enforce}}
            limits: {firstEnforcement: 100, perControlAccountHour: 100}
            notify: [{sns: "%s", outcomes: [%s]}]
            """;

    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();
    private final GlueSimulator glue = new GlueSimulator(clock, Lifecycle.starting("READY"));
    private final FakeAws aws =
            new FakeAws(clock).install(glue).install(new StsSimulator()).install(new TopicSimulator());
    private LoopbackAws loopback;
    private ReachableAws reachable;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackAws(aws);
        reachable = ReachableAws.at(loopback.endpoint());
        tell("REMEDIATED");
    }

    @AfterEach
    void stop() {
        loopback.close();
        reachable.close();
    }

    @Test
    void runTellsWhatItHasDoneBeforeItEnds() throws IOException {
        Cli cli = new Cli().in(folder);

        Cli.Finished finished = cli.run("run", "--enforce", created(insecure("test1"), insecure("test2")));

        assertThat(finished.status()).isZero();
        assertThat(published())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message)
                        .containsEntry("TopicArn", TOPIC)
                        .hasEntrySatisfying("Message", text -> assertThat(text).contains("REMEDIATED")));
    }

    @Test
    void aDryRunTellsWhatItPlansOnlyWhereThatIsAsked() throws IOException {
        Path events = created(insecure("test1"));
        new Cli().in(folder).run("run", events);

        assertThat(published()).isEmpty();
        tell("PLANNED");
        new Cli().in(folder).run("run", events);
        assertThat(published()).hasSize(1);
    }

    @Test
    void aRunOverAnArchiveSendsADigest() throws IOException {
        EventBuilder[] events = IntStream.range(0, 12)
                .mapToObj(number -> insecure("test" + number).at(clock.instant()))
                .toArray(EventBuilder[]::new);
        List.of(events).forEach(event -> aws.seed(event.event()));
        Path archive = folder.resolve("archive");
        put(archive, key("123456789012", "eu-west-1", "2026-01-15", "1005"), log(events));

        Cli.Finished finished = new Cli().in(folder).run("run", "--enforce", archive);

        assertThat(finished.out()).contains("REMEDIATED");
        assertThat(published()).hasSize(1);
    }

    @Test
    void rehearsalsAndEvaluationsTellNobody() throws IOException {
        Path events = created(insecure("test1"));
        Path configuration = folder.resolve("overseer.yaml");

        assertThat(new Cli().run("rehearse", "--config", configuration, events).out())
                .contains("REMEDIATED");
        assertThat(new Cli().in(folder).run("evaluate", events).out()).contains("FAILS");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void doctorSaysWhatDidNotArriveUntilSomethingDoes() throws IOException {
        Cli cli = new Cli().in(folder);
        aws.fail("Publish").with(Fault.deny()).times(1);
        Cli.Finished denied = cli.run("run", "--enforce", created(insecure("test1")));

        assertThat(denied.status()).isZero();
        Cli.Finished wrong = cli.run("doctor");
        assertThat(wrong.lines())
                .anyMatch(line ->
                        line.startsWith("WRONG notify        sns " + TOPIC + ": 1 notice did not arrive between ")
                                && line.contains("`overseer incidents --from 20")
                                && line.contains("sns:Publish"));
        assertThat(wrong.status()).isEqualTo(1);

        cli.run("run", "--enforce", created(insecure("test2")));
        assertThat(cli.run("doctor").lines())
                .anyMatch(line -> line.startsWith("warn  notify        sns " + TOPIC)
                        && line.contains("; it takes notices again since "));
    }

    @Test
    void doctorNamesWhoIsTold() throws IOException {
        Cli cli = new Cli().in(folder);
        assertThat(cli.run("doctor").lines())
                .anyMatch(line ->
                        line.equals("-     notify        whether notices arrive is not known without a ledger"));

        cli.run("run", "--enforce", created(insecure("test1")));

        assertThat(cli.run("doctor").lines()).contains("ok    notify        sns " + TOPIC);
        assertThat(new Cli().run("doctor").lines())
                .anyMatch(line -> line.startsWith("-     notify        nobody is told"));
    }

    private void tell(String outcomes) throws IOException {
        Files.writeString(folder.resolve("overseer.yaml"), CONFIGURATION.formatted(TOPIC, outcomes));
    }

    private Path created(EventBuilder... events) throws IOException {
        EventBuilder[] timed =
                Stream.of(events).map(event -> event.at(clock.instant())).toArray(EventBuilder[]::new);
        List.of(timed).forEach(event -> aws.seed(event.event()));
        return file(folder.resolve("events.jsonl"), timed);
    }

    private List<Map<String, String>> published() {
        return aws.calls("Publish").stream()
                .map(call -> call.request().parameters())
                .toList();
    }
}
