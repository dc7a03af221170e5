package dev.overseer.sinks.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Digest;
import dev.overseer.runtime.notice.Message.Group;
import dev.overseer.runtime.notice.Message.Single;
import dev.overseer.runtime.notice.Notice;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Publishes to an SNS topic: a document, with a text for people in it, and attributes by which a subscription can choose.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>.
 */
final class SnsTopic implements AwsNotifier.Service {
    /** SNS takes 262,144 bytes, attributes and all. */
    private static final int MOST_BYTES = 256 * 1024;

    /** What attributes may take of that. */
    private static final int ATTRIBUTES = 32 * 1024;

    private static final int MOST_VALUES = 100;

    private final SnsClient client;
    private final String arn;

    private SnsTopic(SnsClient client, String arn) {
        this.client = client;
        this.arn = arn;
    }

    static SnsTopic open(Destination.Sns topic, Notifiers with) {
        return new SnsTopic(with.client(SnsClient.builder(), Optional.of(topic.region())), topic.arn());
    }

    @Override
    public void deliver(Message message) {
        client.publish(publish -> request(message, publish));
    }

    @Override
    public void close() {
        client.close();
    }

    private void request(Message message, PublishRequest.Builder publish) {
        ObjectNode document = NoticeDocument.of(message);
        String key = document.path(NoticeDocument.KEY).asText();
        document.put("text", Letter.of(message).plain());
        publish.topicArn(arn)
                .subject(Subject.of(message))
                .message(Documents.line(Cut.to(MOST_BYTES - ATTRIBUTES, document)))
                .messageAttributes(attributes(message));
        if (arn.endsWith(".fifo")) {
            // What is told of one incident stays in its order, and does not wait for others.
            publish.messageGroupId(group(message)).messageDeduplicationId(key);
        }
    }

    private static String group(Message message) {
        return switch (message) {
            case Single(Notice notice) -> notice.incident().id();
            case Digest digest -> "digest";
        };
    }

    private static Map<String, MessageAttributeValue> attributes(Message message) {
        return switch (message) {
            case Single(Notice notice) ->
                Map.of(
                        "control", text(notice.control().id()),
                        "outcome", text(notice.state()),
                        "severity", text(severity(notice)),
                        "account", text(account(notice)));
            case Digest digest -> attributes(digest);
        };
    }

    /** Of a digest, each attribute has all of its values: it reaches whoever wants any of them. */
    private static Map<String, MessageAttributeValue> attributes(Digest digest) {
        Map<String, MessageAttributeValue> attributes = new TreeMap<>();
        attributes.put("control", texts(digest.counts().keySet().stream().map(Group::control)));
        attributes.put("outcome", texts(digest.counts().keySet().stream().map(Group::state)));
        attributes.put("severity", texts(digest.first().stream().map(SnsTopic::severity)));
        attributes.put("account", texts(digest.first().stream().map(SnsTopic::account)));
        return attributes;
    }

    private static String severity(Notice notice) {
        return notice.control().severity().name();
    }

    private static String account(Notice notice) {
        return notice.incident().target().account();
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    private static MessageAttributeValue texts(Stream<String> values) {
        ArrayNode array = values.distinct()
                .limit(MOST_VALUES)
                .collect(JsonNodeFactory.instance::arrayNode, ArrayNode::add, ArrayNode::addAll);
        return MessageAttributeValue.builder()
                .dataType("String.Array")
                .stringValue(Documents.line(array))
                .build();
    }
}
