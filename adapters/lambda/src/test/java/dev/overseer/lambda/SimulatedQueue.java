package dev.overseer.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.hash.HashCode;
import dev.overseer.testkit.Answer;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Protocol;
import dev.overseer.testkit.SimulatedService;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** SQS that only takes messages in. */
final class SimulatedQueue implements SimulatedService {
    static final String URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/overseer";

    /** The requests of SendMessage. */
    final List<JsonNode> sent = new CopyOnWriteArrayList<>();

    @Override
    public String service() {
        return "sqs";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON;
    }

    @Override
    public Answer handle(AwsCall call) {
        if (!call.operation().equals("SendMessage")) {
            return Answer.notSimulated(call);
        }
        sent.add(call.json());
        String body = call.json().path("MessageBody").asText();
        // The SDK checks it
        return Answer.json(JsonNodeFactory.instance
                .objectNode()
                .put("MessageId", UUID.nameUUIDFromBytes(body.getBytes(UTF_8)).toString())
                .put("MD5OfMessageBody", md5(body)));
    }

    private static String md5(String body) {
        try {
            return HashCode.fromBytes(MessageDigest.getInstance("MD5").digest(body.getBytes(UTF_8)))
                    .toString();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
