package dev.overseer.sinks.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Notifier;
import dev.overseer.testkit.Answer;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Protocol;
import dev.overseer.testkit.SimulatedService;
import dev.overseer.testkit.TestClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An AWS that takes every message, behind the real clients. */
final class Aws {
    static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:alerts";
    static final Destination.Sns SNS = new Destination.Sns(TOPIC, "eu-west-1");
    static final Destination.Ses SES = new Destination.Ses(
            "Overseer <overseer@example.com>",
            List.of("team@example.com", "ann@example.com"),
            Optional.of("eu-west-1"));
    static final Destination.EventBridge BUS = new Destination.EventBridge("tickets", Optional.of("eu-west-1"));

    static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "not-a-secret"));

    private static final JsonMapper JSON = new JsonMapper();

    final FakeAws fake = new FakeAws(new TestClock(Notices.NOW))
            .install(
                    new Taking(
                            "sns",
                            Protocol.QUERY,
                            call -> Answer.xml(
                                    "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>")))
            .install(
                    new Taking(
                            "ses",
                            Protocol.QUERY,
                            call -> Answer.xml(
                                    "<SendEmailResponse><SendEmailResult><MessageId>1</MessageId></SendEmailResult></SendEmailResponse>")))
            .install(new Taking("events", Protocol.JSON, call -> events("{\"EventId\":\"1\"}")));

    /** Returns the notifier of a destination. */
    Notifier notifier(Destination destination) {
        return new Notifiers(fake.connection().http(), CREDENTIALS).open(destination);
    }

    /** Returns the parameters of the one call that was made, in the query protocol. */
    Map<String, String> parameters() {
        return call().request().parameters();
    }

    /** Returns the one call that was made. */
    AwsCall call() {
        List<AwsCall> calls = fake.calls();
        if (calls.size() != 1) {
            throw new AssertionError("not one call: " + calls);
        }
        return calls.getFirst();
    }

    /** Answers PutEvents with the result of one entry. */
    static Answer events(String result) {
        return Answer.json(JsonNodeFactory.instance
                .objectNode()
                .put("FailedEntryCount", result.contains("ErrorCode") ? 1 : 0)
                .set("Entries", JsonNodeFactory.instance.arrayNode().add(json(result))));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(text, malformed);
        }
    }

    private record Taking(String service, Protocol protocol, Function<AwsCall, Answer> answer)
            implements SimulatedService {
        @Override
        public Answer handle(AwsCall call) {
            return answer.apply(call);
        }
    }
}
