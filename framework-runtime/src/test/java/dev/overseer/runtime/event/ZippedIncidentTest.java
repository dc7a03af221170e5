package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Suspended incidents whose event travels gzipped, and those of other releases. */
class ZippedIncidentTest {
    private static final String RECORD = """
            {"eventSource":"glue.amazonaws.com","eventName":"CreateDevEndpoint","awsRegion":"eu-west-1",
             "eventID":"11111111-2222-3333-4444-555555555555","eventTime":"2026-01-15T10:00:00Z",
             "recipientAccountId":"123456789012","requestParameters":{"endpointName":"é😀","arguments":"%s"}}""";

    private static final String EVENT = """
            {"source":"aws.glue","detail-type":"AWS API Call via CloudTrail","account":"123456789012","detail":%s}""".formatted(RECORD);

    @Test
    void anEventIsReadBackAsItWas() {
        for (int size : List.of(0, 250_000, 1_000_000)) {
            CloudTrailEvent event = event(incident("event", EVENT.formatted("x".repeat(size))));

            String zipped = EventEnvelope.zipped(event);

            CloudTrailEvent again = event(incident("eventGzip", '"' + zipped + '"'));
            assertThat(zipped).hasSizeLessThan(3_000);
            assertThat(again.attributes()).isEqualTo(event.attributes());
            assertThat(again.record()).isEqualTo(event.record());
        }
    }

    @Test
    void thePlainEventCountsWhereThereAreBoth() {
        String both = "{\"schema\":\"overseer/incident/1\",\"eventGzip\":\"no gzip\",\"event\":%s}".formatted(EVENT);

        assertThat(event(both).name()).isEqualTo("CreateDevEndpoint");
    }

    @Test
    void anEventThatIsTooLargeWithItsEnvelopeIsNotZipped() {
        String ballast = "x".repeat((1 << 20) - RECORD.getBytes(UTF_8).length);
        CloudTrailEvent event = event(incident("event", RECORD.formatted(ballast)));

        assertThatExceptionOfType(EventFormatException.class)
                .isThrownBy(() -> EventEnvelope.zipped(event))
                .withMessage("the event is larger than 1 MiB");
    }

    @Test
    void inflatesNoMoreThanAnEventMayHave() throws IOException {
        assertThat(problem(incident("eventGzip", '"' + gzipped(" ".repeat((1 << 20) + 1)) + '"')))
                .isEqualTo("the event is larger than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"H4sI\"", "\"&\"", "\"aGVsbG8=\""})
    void saysThatItIsNotGzip(String eventGzip) {
        assertThat(problem(incident("eventGzip", eventGzip))).startsWith("eventGzip is not gzip data in base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "{}", "[\"H4sI\"]", "true"})
    void saysThatItIsNotText(String eventGzip) {
        assertThat(problem(incident("eventGzip", eventGzip)))
                .startsWith("eventGzip is ")
                .endsWith(", not text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"a\":", "{\"Records\":[{}]}"})
    void saysThatTheZippedIsNoEvent(String content) throws IOException {
        assertThat(read(incident("eventGzip", '"' + gzipped(content) + '"')))
                .isNotEmpty()
                .allSatisfy(reading -> assertThat(reading).isInstanceOf(Reading.Unreadable.class));
    }

    @Test
    void anIncidentOfALaterSchemaIsForANewerRelease() {
        assertThat(unreadable("{\"schema\":\"overseer/incident/2\",\"event\":7}"))
                .isEqualTo(new Reading.Unreadable(
                        "the test",
                        "line 1, column 1",
                        "this is an incident of schema overseer/incident/2, written by a newer release; this one reads"
                                + " overseer/incident/1",
                        true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overseer/incident/0", "overseer/incident/", "overseer/incident/2.0", "overseer/outcome/2"})
    void otherSchemasAreForNobody(String schema) {
        assertThat(unreadable("{\"schema\":\"%s\"}".formatted(schema)).newer()).isFalse();
    }

    private static String incident(String field, String value) {
        return "{\"schema\":\"overseer/incident/1\",\"%s\":%s}".formatted(field, value);
    }

    private static CloudTrailEvent event(String incident) {
        return ((Reading.Resumed) read(incident).getFirst()).event().orElseThrow();
    }

    private static String problem(String incident) {
        return unreadable(incident).problem();
    }

    private static Reading.Unreadable unreadable(String input) {
        return (Reading.Unreadable) read(input).getFirst();
    }

    private static List<Reading> read(String input) {
        List<Reading> readings = new ArrayList<>();
        new EventReader(new EventRouter(List.of())).read(input.getBytes(UTF_8), "the test", readings::add);
        return readings;
    }

    private static String gzipped(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
