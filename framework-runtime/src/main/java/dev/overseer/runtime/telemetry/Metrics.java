package dev.overseer.runtime.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.incident.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts what a host does, and writes it as log lines of which CloudWatch makes metrics, in its <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">embedded
 * metric format</a>. Safe for several threads.
 *
 * <p>Each metric comes for the host as a whole, and where it has a reason, control or outcome also for each of these.
 */
public final class Metrics {
    static final String NAMESPACE = "Overseer";

    private static final String FUNCTION = "FunctionName";
    private static final String REASON = "Reason";
    private static final String CONTROL = "Control";
    private static final String OUTCOME = "Outcome";

    /** The format takes no more values of one metric in a line. */
    private static final int MOST_VALUES = 100;

    private final String function;
    private final Clock clock;
    private final Map<Series, List<Long>> values = new LinkedHashMap<>();

    /**
     * @param function the host's name, for the dimension {@code FunctionName}
     */
    public Metrics(String function, Clock clock) {
        this.function = function;
        this.clock = clock;
    }

    /** What is counted. */
    private enum Metric {
        EVENTS("Events", "Count"),
        IGNORED("Ignored", "Count"),
        UNREADABLE("Unreadable", "Count"),
        LOOKS("Looks", "Count"),
        AWS_ERRORS("AwsErrors", "Count"),
        INCIDENTS("Incidents", "Count"),
        TIME_TO_REMEDIATE("TimeToRemediate", "Seconds");

        private final String text;
        private final String unit;

        Metric(String text, String unit) {
            this.text = text;
            this.unit = unit;
        }

        boolean isCount() {
            return unit.equals("Count");
        }
    }

    private record Series(Metric metric, Map<String, String> dimensions) {}

    /** Something was read from the input. */
    public synchronized void read(Reading reading) {
        switch (reading) {
            case Reading.Routed routed -> count(Metric.EVENTS, Map.of());
            case Reading.Ignored ignored -> count(Metric.EVENTS, Map.of());
            case Reading.Resumed resumed -> {}
            case Reading.Sweep sweep -> {}
            case Reading.Unreadable unreadable -> {}
        }
    }

    /** An event opened nothing. */
    public synchronized void ignored(IgnoredReason reason) {
        count(Metric.IGNORED, Map.of(REASON, reason.name()));
    }

    /** Something could not be read. */
    public synchronized void unreadable(Reading.Unreadable unreadable) {
        count(Metric.UNREADABLE, Map.of(REASON, UnreadableReason.of(unreadable).name()));
    }

    /** A look ended. */
    public synchronized void looked(Step step) {
        count(Metric.LOOKS, Map.of());
        switch (step) {
            case Step.Suspended(Incident incident, Duration delay, String reason) -> {
                if (incident.unansweredSince().isPresent()) {
                    count(Metric.AWS_ERRORS, Map.of());
                }
            }
            case Step.Closed(Incident incident, Outcome outcome, boolean news) -> {
                if (news) {
                    closed(incident, outcome);
                }
            }
        }
    }

    /**
     * Writes everything since the last time, and forgets it.
     *
     * @param requestId of the invocation in which it happened, if it was one
     */
    public synchronized void flush(Optional<String> requestId, Consumer<String> lines) {
        values.forEach((series, measured) -> {
            for (int from = 0; from < measured.size(); from += MOST_VALUES) {
                List<Long> some = measured.subList(from, Math.min(from + MOST_VALUES, measured.size()));
                ObjectNode document = document(series, some);
                requestId.ifPresent(id -> document.put("requestId", id));
                lines.accept(Documents.line(document));
            }
        });
        values.clear();
    }

    private void closed(Incident incident, Outcome outcome) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        dimensions.put(CONTROL, incident.control());
        dimensions.put(OUTCOME, outcome.kind().name());
        count(Metric.INCIDENTS, dimensions);
        // How long it was wrong before a sweep came upon it, nobody knows.
        if (outcome.kind() == Kind.REMEDIATED && incident.event().isPresent()) {
            Duration took = Duration.between(incident.cause().at(), outcome.closedAt());
            values.computeIfAbsent(
                            new Series(Metric.TIME_TO_REMEDIATE, Map.of(CONTROL, incident.control())),
                            series -> new ArrayList<>())
                    .add(took.toSeconds());
        }
    }

    private void count(Metric metric, Map<String, String> dimensions) {
        values.merge(new Series(metric, dimensions), List.of(1L), (before, one) -> List.of(before.getFirst() + 1));
    }

    private ObjectNode document(Series series, List<Long> measured) {
        Metric metric = series.metric();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode aws = document.putObject("_aws");
        aws.put("Timestamp", clock.millis());
        ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
        directive.put("Namespace", NAMESPACE);
        ArrayNode sets = directive.putArray("Dimensions");
        sets.addArray().add(FUNCTION);
        if (!series.dimensions().isEmpty()) {
            ArrayNode all = sets.addArray().add(FUNCTION);
            series.dimensions().keySet().forEach(all::add);
        }
        directive.putArray("Metrics").addObject().put("Name", metric.text).put("Unit", metric.unit);
        document.put(FUNCTION, function);
        series.dimensions().forEach(document::put);
        if (metric.isCount()) {
            document.put(metric.text, measured.getFirst());
        } else {
            ArrayNode array = document.putArray(metric.text);
            measured.forEach(array::add);
        }
        return document;
    }
}
