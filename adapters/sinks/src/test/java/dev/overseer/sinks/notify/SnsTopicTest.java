package dev.overseer.sinks.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Single;
import dev.overseer.runtime.notice.Notice.Over;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SnsTopicTest {
    private final Aws aws = new Aws();

    @Test
    void publishesTheOutcomeWithATextForPeople() {
        Message message = Notices.remediated("test1");

        aws.notifier(Aws.SNS).send(message);

        assertThat(aws.call().region()).isEqualTo("eu-west-1");
        assertThat(aws.parameters())
                .contains(
                        entry("Action", "Publish"),
                        entry("TopicArn", Aws.TOPIC),
                        entry("Subject", "Overseer: REMEDIATED glue-dev-endpoint, AWS::Glue::DevEndpoint"))
                .doesNotContainKeys("MessageGroupId", "MessageDeduplicationId");
        Over over = (Over) ((Single) message).notice();
        JsonNode body = body();
        Documents.outcome(over.incident(), over.outcome())
                .properties()
                .forEach(field -> assertThat(body.path(field.getKey())).isEqualTo(field.getValue()));
        assertThat(body.path("schema").asText()).isEqualTo("overseer/outcome/1");
        assertThat(body.path("idempotencyKey").asText())
                .isEqualTo(Notices.incident("test1").id() + "/REMEDIATED");
        assertThat(body.path("text").asText()).isEqualTo(Letter.of(message).plain());
    }

    @Test
    void hasAttributesForFiltersOfSubscriptions() {
        aws.notifier(Aws.SNS).send(Notices.remediated("test1"));

        assertThat(attributes())
                .containsOnly(
                        entry("control", "String glue-dev-endpoint"),
                        entry("outcome", "String REMEDIATED"),
                        entry("severity", "String HIGH"),
                        entry("account", "String 123456789012"));
    }

    @Test
    void aDigestReachesWhoeverWantsAnyOfIt() {
        aws.notifier(Aws.SNS).send(Notices.storm(1204));

        assertThat(attributes())
                .containsOnly(
                        entry("control", "String.Array [\"glue-dev-endpoint\"]"),
                        entry("outcome", "String.Array [\"FAILED\",\"REMEDIATED\"]"),
                        entry("severity", "String.Array [\"HIGH\"]"),
                        entry("account", "String.Array [\"123456789012\"]"));
        JsonNode body = body();
        assertThat(body.path("schema").asText()).isEqualTo("overseer/digest/1");
        assertThat(body.path("count").asInt()).isEqualTo(1204);
        assertThat(body.path("counts").path(1)).isEqualTo(Aws.json("""
                {"control": "glue-dev-endpoint", "outcome": "REMEDIATED", "count": 1203}
                """));
        assertThat(body.path("first")).hasSize(5);
        assertThat(body.at("/first/0/schema").asText()).isEqualTo("overseer/outcome/1");
    }

    @Test
    void anAnnouncementSaysUntilWhen() {
        aws.notifier(Aws.SNS).send(Notices.announced("test1"));

        JsonNode body = body();
        assertThat(body.path("schema").asText()).isEqualTo("overseer/announcement/1");
        assertThat(body.path("until").asText()).isEqualTo("2026-01-15T14:08:00.000Z");
        assertThat(attributes()).contains(entry("outcome", "String ANNOUNCED"));
    }

    @Test
    void aTopicThatKeepsAnOrderHasOneForEachIncidentAndTakesNoNoticeTwice() {
        aws.notifier(new Destination.Sns(Aws.TOPIC + ".fifo", "eu-west-1")).send(Notices.told("test1", Kind.HELD));

        String incident = Notices.incident("test1").id();
        assertThat(aws.parameters())
                .contains(entry("MessageGroupId", incident), entry("MessageDeduplicationId", incident + "/HELD"));
    }

    @Test
    void aDigestThatIsSentAgainIsTheSameOne() {
        Destination.Sns topic = new Destination.Sns(Aws.TOPIC + ".fifo", "eu-west-1");
        aws.notifier(topic).send(Notices.storm(1204));
        aws.notifier(topic).send(Notices.storm(1204));
        aws.notifier(topic).send(Notices.storm(1205));

        assertThat(aws.fake.calls())
                .extracting(call -> call.request().parameters().get("MessageDeduplicationId"))
                .satisfies(keys -> {
                    assertThat(keys.get(0)).matches("digest/[0-9a-f]{64}").isEqualTo(keys.get(1));
                    assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
                });
    }

    @Test
    void whatIsTooLongIsCutAndSaysSo() {
        aws.notifier(Aws.SNS).send(new Single(Notices.hostile("\u0001😀\"".repeat(80_000))));

        String message = aws.parameters().get("Message");
        assertThat(message.getBytes(UTF_8)).hasSizeLessThan(230 * 1024);
        assertThat(body().path("truncated").asBoolean()).isTrue();
        assertThat(body().path("incident").asText()).hasSize(26);
        assertThat(body().at("/target/account").asText()).isEqualTo("123456789012");
        assertThat(body().at("/target/id").asText()).endsWith("…");
    }

    private JsonNode body() {
        return Aws.json(aws.parameters().get("Message"));
    }

    private Map<String, String> attributes() {
        Map<String, String> sent = aws.parameters();
        return sent.entrySet().stream()
                .filter(parameter -> parameter.getKey().matches("MessageAttributes\\.entry\\.\\d+\\.Name"))
                .collect(Collectors.toMap(Map.Entry::getValue, parameter -> {
                    String value = parameter.getKey().replace("Name", "Value.");
                    return "%s %s".formatted(sent.get(value + "DataType"), sent.get(value + "StringValue"));
                }));
    }
}
