package dev.overseer.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One message of a delivery, which succeeds or fails as a whole.
 *
 * @param name what to call it in what cannot be read
 * @param id the queue's id of it; blank if it has none
 * @param body what it says, in any form that the framework reads; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // Messages are never compared
record Message(String name, String id, byte[] body) {

    static Message ofQueue(JsonNode entry) {
        String id = entry.path("messageId").asText("");
        return new Message("SQS message " + id, id, text(entry.path("body")));
    }

    static Message ofTopic(JsonNode entry) {
        JsonNode notification = entry.path("Sns");
        String id = notification.path("MessageId").asText("");
        return new Message("SNS message " + id, id, text(notification.path("Message")));
    }

    static Message ofInvocation(byte[] payload) {
        return new Message("payload", "", payload);
    }

    private static byte[] text(JsonNode text) {
        return text.asText("").getBytes(UTF_8);
    }
}
