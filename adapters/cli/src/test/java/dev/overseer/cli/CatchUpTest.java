package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.Trail.key;
import static dev.overseer.cli.Trail.log;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host missed is in an archive, and {@code run} makes up for it. */
class CatchUpTest {
    private static final Map<String, String> CREDENTIALS = Map.of(
            "aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE", "aws.secretAccessKey", "secret", "aws.region", "eu-west-1");
    private static final Instant OUTAGE = Instant.parse("2026-01-14T10:00:00Z");

    @TempDir
    private Path archive;

    private final Clock clock = Clock.systemUTC();
    private final GlueSimulator glue = new GlueSimulator(clock, Lifecycle.readyAfter(Duration.ZERO));
    private final Cli cli = new Cli();
    private LoopbackAws loopback;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackAws(new FakeAws(clock).install(glue).install(new StsSimulator()));
        System.setProperty("aws.endpointUrl", loopback.endpoint().toString());
        CREDENTIALS.forEach(System::setProperty);
    }

    @AfterEach
    void stop() {
        loopback.close();
        System.clearProperty("aws.endpointUrl");
        CREDENTIALS.keySet().forEach(System::clearProperty);
    }

    @Test
    void doesNoMoreThanTheLimitsAllow() throws IOException {
        missed(12);

        Cli.Finished finished = run();

        assertThat(outcomes(finished, "REMEDIATED"))
                .as("the first enforcement stops after three")
                .hasSize(3);
        assertThat(outcomes(finished, "HELD")).hasSize(9);
        assertThat(finished.status()).isEqualTo(1);
        assertThat(left(12)).hasSize(9);
    }

    @Test
    void mayBeRepeated() throws IOException {
        missed(3);
        run();

        Cli.Finished again = run();

        assertThat(again.documents()).as("all of it was seen before").isEmpty();
        assertThat(again.status()).isZero();
        assertThat(IntStream.range(0, 3).map(i -> glue.effectiveDeletes("endpoint" + i)))
                .containsOnly(1);
    }

    @Test
    void takesTheEventsOfATargetInTheOrderInWhichTheyHappened() throws IOException {
        glue.endpoint("test1").create();
        EventBuilder first = insecure("test1").id("e1").at(OUTAGE);
        EventBuilder second = insecure("test1").id("e2").at(OUTAGE.plusSeconds(60));
        EventBuilder third = insecure("test1").id("e3").at(OUTAGE.plusSeconds(120));
        Trail.put(archive, key("123456789012", "eu-west-1", "2026-01-14", "1005"), log(third, first, second));

        assertThat(run().documents().stream()
                        .collect(Collectors.toMap(
                                document -> document.path("event").path("id").asText(),
                                document -> document.path("outcome").asText())))
                .as("whoever comes first deletes it")
                .isEqualTo(Map.of("e1", "REMEDIATED", "e2", "GONE", "e3", "GONE"));
    }

    private Cli.Finished run() {
        return cli.run("run", "--enforce=glue-dev-endpoint", "-o", "json", archive);
    }

    /** Endpoints of which nobody heard, in three files. */
    private void missed(int endpoints) throws IOException {
        for (int file = 0; file < 3; file++) {
            int number = file;
            EventBuilder[] events = IntStream.range(0, endpoints)
                    .filter(i -> i % 3 == number)
                    .mapToObj(i -> insecure("endpoint" + i).id("e" + i).at(OUTAGE.plusSeconds(i)))
                    .toArray(EventBuilder[]::new);
            Trail.put(archive, key("123456789012", "eu-west-1", "2026-01-14", "100" + file), log(events));
        }
        IntStream.range(0, endpoints).forEach(i -> glue.endpoint("endpoint" + i).create());
    }

    private List<Integer> left(int endpoints) {
        return IntStream.range(0, endpoints)
                .filter(i -> glue.exists("endpoint" + i))
                .boxed()
                .toList();
    }

    private static List<String> outcomes(Cli.Finished finished, String outcome) {
        return finished.documents().stream()
                .filter(document -> document.path("outcome").asText().equals(outcome))
                .map(document -> document.path("target").path("id").asText())
                .toList();
    }
}
