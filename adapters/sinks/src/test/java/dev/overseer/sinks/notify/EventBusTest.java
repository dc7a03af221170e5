package dev.overseer.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Single;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBusTest {
    private final Aws aws = new Aws();

    @Test
    void putsTheOutcomeWithAKeyThatStaysTheSame() {
        JsonNode event = put(Notices.remediated("test1"));

        assertThat(event.path("EventBusName").asText()).isEqualTo("tickets");
        assertThat(event.path("Source").asText()).isEqualTo("overseer");
        assertThat(event.path("DetailType").asText()).isEqualTo("Overseer Outcome");
        assertThat(event.path("Time").asLong()).isEqualTo(Notices.NOW.getEpochSecond());
        JsonNode detail = Aws.json(event.path("Detail").asText());
        assertThat(detail.path("schema").asText()).isEqualTo("overseer/outcome/1");
        assertThat(detail.path("outcome").asText()).isEqualTo("REMEDIATED");
        assertThat(detail.path("idempotencyKey").asText())
                .isEqualTo(Notices.incident("test1").id() + "/REMEDIATED");
    }

    @Test
    void namesTheIncidentThatAnIncidentFollows() {
        Incident held = Notices.incident("test1");
        Incident released = held.successor(Notices.NOW.plus(Duration.ofHours(1)));

        JsonNode detail = Aws.json(put(new Single(Notices.over(released, Kind.REMEDIATED)))
                .path("Detail")
                .asText());

        assertThat(detail.path("incident").asText()).isEqualTo(released.id());
        assertThat(detail.path("predecessor").asText()).isEqualTo(held.id());
    }

    @Test
    void tellsAnnouncementsAndDigestsApart() {
        assertThat(put(Notices.announced("test1")).path("DetailType").asText()).isEqualTo("Overseer Announcement");
        assertThat(put(Notices.storm(100)).path("DetailType").asText()).isEqualTo("Overseer Digest");
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::my-bucket, true",
        "arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1, true",
        "test1, false",
        "arn:aws:glue:eu-west-1:123456789012:a b, false",
        "arn:aws:glue:eu-west-1:123456789012:é, false"
    })
    void namesTheResourceWhereItsIdIsAnArn(String id, boolean named) {
        JsonNode resources = put(Notices.remediated(id)).path("Resources");

        assertThat(resources.valueStream().map(JsonNode::asText).toList()).isEqualTo(named ? List.of(id) : List.of());
    }

    @Test
    void whatIsTooLongIsCutAndSaysSo() {
        JsonNode event = put(new Single(Notices.hostile("é".repeat(90_000))));

        assertThat(event.path("Detail").asText()).hasSizeLessThan(256 * 1024);
        JsonNode detail = Aws.json(event.path("Detail").asText());
        assertThat(detail.path("truncated").asBoolean()).isTrue();
        assertThat(detail.path("idempotencyKey").asText()).endsWith("/FAILED");
    }

    @Test
    void aSweepHasNoEvent() {
        JsonNode detail = Aws.json(put(new Single(
                        Notices.over(Notices.incident(new Cause.Swept(Notices.NOW), "test1"), Kind.REMEDIATED)))
                .path("Detail")
                .asText());

        assertThat(detail.path("event").isNull()).isTrue();
    }

    private JsonNode put(Message message) {
        aws.notifier(Aws.BUS).send(message);
        return aws.fake.calls("PutEvents").getLast().json().path("Entries").path(0);
    }
}
