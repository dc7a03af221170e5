package dev.overseer.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.overseer.testkit.Answer;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Protocol;
import dev.overseer.testkit.SimulatedService;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** SQS that takes messages in for whoever fetches them here. */
final class Mailbox implements SimulatedService {
    static final String URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/overseer";

    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

    /** A message that is to be delivered after a delay. */
    record Sent(String body, Duration delay) {}

    /** Returns the oldest message, which is then no longer here. */
    Optional<Sent> fetch() {
        return Optional.ofNullable(sent.poll());
    }

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
        String body = call.json().path("MessageBody").asText();
        sent.add(new Sent(
                body, Duration.ofSeconds(call.json().path("DelaySeconds").asLong())));
        return Answer.json(JsonNodeFactory.instance
                .objectNode()
                .put("MessageId", "5fea7756-0ea4-451a-a703-a558b933e274")
                .put("MD5OfMessageBody", md5(body)));
    }

    /** The SDK compares it with its own. */
    private static String md5(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
