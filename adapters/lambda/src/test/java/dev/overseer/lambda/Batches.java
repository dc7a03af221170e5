package dev.overseer.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What Lambda hands to a function, with the fields that AWS documents. */
final class Batches {
    private Batches() {}

    static String sqs(ObjectNode... entries) {
        return batch(entries);
    }

    static ObjectNode message(@Nullable String id, @Nullable String body) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("messageId", id);
        entry.put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a");
        entry.put("body", body);
        entry.putObject("attributes").put("ApproximateReceiveCount", "1");
        entry.putObject("messageAttributes");
        entry.put("eventSource", "aws:sqs");
        entry.put("eventSourceARN", "arn:aws:sqs:eu-west-1:123456789012:overseer");
        entry.put("awsRegion", "eu-west-1");
        return entry;
    }

    static String sns(ObjectNode... entries) {
        return batch(entries);
    }

    static ObjectNode notification(String id, @Nullable String message) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("EventSource", "aws:sns");
        entry.put("EventVersion", "1.0");
        entry.putObject("Sns")
                .put("Type", "Notification")
                .put("MessageId", id)
                .put("TopicArn", "arn:aws:sns:eu-west-1:123456789012:events")
                .put("Message", message);
        return entry;
    }

    private static String batch(ObjectNode... entries) {
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        ArrayNode records = batch.putArray("Records");
        for (ObjectNode entry : entries) {
            records.add(entry);
        }
        return batch.toString();
    }
}
