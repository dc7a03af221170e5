package dev.overseer.cli;

import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.telemetry.Metrics;
import dev.overseer.runtime.telemetry.TransitionLog;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A line of JSON for each transition, and each minute and at the end the metrics, all named as the Lambda function's are. */
final class JsonTelemetry implements Telemetry {
    private final Metrics metrics;
    private final TransitionLog transitions = new TransitionLog();
    private final PrintStream lines;
    private final ScheduledThreadPoolExecutor minutes = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("metrics").daemon().factory());

    /**
     * @param host its name, for the dimension {@code FunctionName}
     * @param lines where metrics go
     */
    JsonTelemetry(String host, Clock clock, PrintStream lines) {
        this.metrics = new Metrics(host, clock);
        this.lines = lines;
        var _ = minutes.scheduleAtFixedRate(this::flush, 1, 1, TimeUnit.MINUTES);
    }

    @Override
    public void read(Reading reading) {
        metrics.read(reading);
    }

    @Override
    public void ignored(IgnoredReason reason) {
        metrics.ignored(reason);
    }

    @Override
    public void unreadable(Reading.Unreadable reading) {
        metrics.unreadable(reading);
    }

    @Override
    public void looked(Step step) {
        metrics.looked(step);
        transitions.looked(step);
    }

    @Override
    public void close() {
        minutes.shutdownNow();
        flush();
    }

    /** One write for each line, so that no other comes in between. */
    private void flush() {
        metrics.flush(Optional.empty(), line -> lines.print(line + "\n"));
        lines.flush();
    }
}
