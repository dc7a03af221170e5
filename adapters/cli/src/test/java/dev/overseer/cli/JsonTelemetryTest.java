package dev.overseer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTelemetryTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Telemetry telemetry =
            new JsonTelemetry("overseer-run", new TestClock(Events.TIME), new PrintStream(written, true, UTF_8));

    @Test
    void countsByTheNamesOfTheFunction() {
        telemetry.ignored(IgnoredReason.NO_CONTROL);
        telemetry.ignored(IgnoredReason.NO_CONTROL);

        telemetry.close();

        assertThat(written.toString(UTF_8)).isEqualTo("""
                {"_aws":{"Timestamp":%d,"CloudWatchMetrics":[{"Namespace":"Overseer",\
                "Dimensions":[["FunctionName"],["FunctionName","Reason"]],"Metrics":[{"Name":"Ignored","Unit":"Count"}]}]},\
                "FunctionName":"overseer-run","Reason":"NO_CONTROL","Ignored":2}
                """.formatted(Events.TIME.toEpochMilli()));
    }

    @Test
    void handsOnWhatItHears() {
        List<Arrival> heard = new ArrayList<>();
        Arrival unreadable = new Arrival.Unreadable(new Reading.Unreadable("a file", "line 1", "the input is empty"));

        telemetry.hearing(heard::add).accept(unreadable);
        telemetry.close();

        assertThat(heard).containsExactly(unreadable);
        assertThat(written.toString(UTF_8)).contains("\"Reason\":\"EMPTY\",\"Unreadable\":1");
    }

    @Test
    void hasNothingLeftToTellAfterItsEnd() {
        telemetry.ignored(IgnoredReason.NO_CONTROL);

        telemetry.close();
        int once = written.size();
        telemetry.close();

        assertThat(once).isPositive();
        assertThat(written.size()).isEqualTo(once);
    }
}
