package dev.overseer.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/** What an invocation brings, told apart by who sent it: each sender hears of failure in another way. */
sealed interface Delivery {
    /** From an event source mapping with {@code ReportBatchItemFailures}: each message fails by itself. */
    record Queue(List<Message> messages) implements Delivery {}

    /** From a topic: one failure fails the invocation, and Lambda repeats it. */
    record Topic(List<Message> messages) implements Delivery {}

    /** From EventBridge or by hand: a failure fails the invocation. */
    record Direct(Message message) implements Delivery {}

    /** Returns what a payload is. Whatever is neither a batch of SQS nor of SNS is the message itself. */
    static Delivery of(byte[] payload) {
        JsonNode records = Payload.tree(payload).path("Records");
        if (Payload.sentBy(records, "eventSource", "aws:sqs")) {
            return new Queue(Payload.messages(records, Message::ofQueue));
        }
        if (Payload.sentBy(records, "EventSource", "aws:sns")) {
            return new Topic(Payload.messages(records, Message::ofTopic));
        }
        return new Direct(Message.ofInvocation(payload));
    }

    /** The JSON of a payload. */
    final class Payload {
        private Payload() {}

        /** Returns the tree, or an empty one of what is not JSON: the reader of events says what is wrong with it. */
        private static JsonNode tree(byte[] payload) {
            try {
                return Json.READER.readTree(payload);
            } catch (JsonProcessingException notJson) {
                return Json.READER.createObjectNode();
            } catch (IOException impossible) {
                throw new UncheckedIOException("an array of bytes cannot be read", impossible);
            }
        }

        private static boolean sentBy(JsonNode records, String field, String sender) {
            return records.isArray()
                    && records.valueStream()
                            .anyMatch(entry -> entry.path(field).asText().equals(sender));
        }

        private static List<Message> messages(JsonNode records, Function<JsonNode, Message> message) {
            return records.valueStream().map(message).toList();
        }
    }
}
