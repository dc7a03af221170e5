package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    private final TestClock clock = new TestClock(Events.TIME);
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void isDrawnInPlaceAndMakesWayForResults() {
        LiveLine line = line(true);
        List<RunLoop.Wait> open = List.of(wait("test1", Duration.ofMinutes(5)), wait("later", Duration.ofMinutes(6)));

        clock.advance(Duration.ofSeconds(48));
        line.draw(open);
        line.above(() -> written("RESULT\n"));
        line.draw(List.of());

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("waiting: 2 incidents, next look in 4m 12s (test1: READY; it is PROVISIONING)"
                        + "\r\u001b[KRESULT\n");
    }

    @Test
    void staysOnOneCleanLineOfTheTerminal() {
        line(true).draw(List.of(wait("a\nb\u001b[31m" + "c".repeat(300), Duration.ofMinutes(5))));

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("waiting: 1 incident, next look in 5m (a\\nb\\u{1b}[31mccc")
                .hasSizeLessThan(100)
                .matches("[^\\p{Cntrl}]*");
    }

    @Test
    void isALineForEachLookWhereNobodyWatches() {
        LiveLine line = line(false);

        line.draw(List.of(wait("test1", Duration.ofMinutes(5))));
        line.progress(wait("test1", Duration.ofMinutes(5)).step());

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("glue-dev-endpoint test1: again in 5m, waiting for READY; it is PROVISIONING\n");
    }

    private LiveLine line(boolean interactive) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new LiveLine(
                new Terminal(stream, stream, InputStream.nullInputStream(), Map.of(), Path.of(""), () -> interactive),
                clock);
    }

    private void written(String text) {
        err.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RunLoop.Wait wait(String name, Duration delay) {
        var event = EndpointEvents.insecure(name).event();
        Incident incident = Incident.open(
                "glue-dev-endpoint", event.resource("AWS::Glue::DevEndpoint", name), event, true, Events.TIME);
        return new RunLoop.Wait(
                new Step.Suspended(incident, delay, "READY; it is PROVISIONING"), Events.TIME.plus(delay));
    }
}
