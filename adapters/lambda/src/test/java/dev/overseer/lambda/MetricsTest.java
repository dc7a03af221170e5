package dev.overseer.lambda;

import static dev.overseer.lambda.Batches.message;
import static dev.overseer.lambda.Batches.sqs;
import static dev.overseer.lambda.Scene.created;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.testkit.Events;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Scene scene = new Scene();

    @Test
    void writesTheFormatThatCloudWatchReads() {
        scene.glue.endpoint("test1").ready();
        scene.failures(sqs(message("m-1", created("test1").envelopeJson())));

        JsonNode line = scene.metrics.stream()
                .filter(metric -> metric.has("Incidents"))
                .findFirst()
                .orElseThrow();
        assertThat(line).isEqualTo(Scene.json("""
                {"_aws": {"Timestamp": %d, "CloudWatchMetrics": [{
                   "Namespace": "Overseer",
                   "Dimensions": [["FunctionName"], ["FunctionName", "Control", "Outcome"]],
                   "Metrics": [{"Name": "Incidents", "Unit": "Count"}]}]},
                 "FunctionName": "overseer", "Control": "glue-dev-endpoint", "Outcome": "REMEDIATED",
                 "Incidents": 1, "requestId": "%s"}
                """.formatted(Events.TIME.toEpochMilli(), InvocationContext.REQUEST)));
    }

    @Test
    void hasAValueForEveryMetricAndDimensionThatALineNames() {
        scene.glue.endpoint("test1").ready();
        scene.failures(sqs(message("m-1", created("test1").envelopeJson()), message("m-2", "?")));

        assertThat(scene.metrics).hasSizeGreaterThan(4).allSatisfy(line -> {
            JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
            directive
                    .path("Dimensions")
                    .forEach(set -> set.forEach(name ->
                            assertThat(line.path(name.asText()).isTextual()).isTrue()));
            directive
                    .path("Metrics")
                    .forEach(metric ->
                            assertThat(line.has(metric.path("Name").asText())).isTrue());
        });
    }

    @Test
    void splitsMoreValuesThanALineMayHold() {
        IntStream.range(0, 120).forEach(i -> scene.glue.endpoint("test" + i).ready());
        ObjectNode[] messages = IntStream.range(0, 120)
                .mapToObj(i -> message("m-" + i, created("test" + i).envelopeJson()))
                .toArray(ObjectNode[]::new);

        assertThat(scene.failures(sqs(messages))).isEmpty();

        List<JsonNode> lines = scene.metrics.stream()
                .filter(line -> line.has("TimeToRemediate"))
                .toList();
        assertThat(lines)
                .extracting(line -> line.path("TimeToRemediate").size())
                .containsExactly(100, 20);
        assertThat(scene.metric("Incidents", "Outcome", "REMEDIATED")).containsExactly(120L);
    }
}
