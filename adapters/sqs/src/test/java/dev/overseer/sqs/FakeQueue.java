package dev.overseer.sqs;

import dev.overseer.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * A queue in front of a Lambda function, under virtual time: it refuses what SQS refuses, and loses what Lambda's
 * recursive-loop detection stops.
 */
final class FakeQueue implements SqsClient {
    static final Duration VISIBILITY = Duration.ofMinutes(5);
    static final int MOST_RECEIVES = 5;

    /** The hop of one chain that is lost. */
    private static final int LOST_HOP = 17;

    private static final int LARGEST = 1 << 20;
    private static final int LONGEST_DELAY = 900;

    private final TestClock clock;
    private final List<Stored> messages = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private int ids;
    private int chain = -1;
    private int lost;
    private int failingSends;

    FakeQueue(TestClock clock) {
        this.clock = clock;
    }

    /**
     * A message.
     *
     * @param chain how many hops there were before it in one chain of invocations
     */
    record Stored(String id, String body, Instant visibleAt, int chain, int receives) {}

    /** Puts a message in from outside, which begins a chain. */
    void put(String body) {
        put(body, clock.instant());
    }

    void put(String body, Instant visibleAt) {
        messages.add(new Stored("m" + ++ids, body, visibleAt, 0, 0));
    }

    void failSends(int times) {
        failingSends = times;
    }

    List<Stored> messages() {
        return List.copyOf(messages);
    }

    List<String> deadLetters() {
        return List.copyOf(deadLetters);
    }

    int lost() {
        return lost;
    }

    /** Returns the message that is to be seen next, if there is one. */
    Optional<Stored> next() {
        return messages.stream().min(Comparator.comparing(Stored::visibleAt));
    }

    /** Delivers a message: what is sent until it is settled belongs to its chain. */
    void deliver(Stored message) {
        chain = message.chain();
    }

    void settle(Stored message, MessageHandler.Verdict verdict) {
        chain = -1;
        messages.remove(message);
        if (verdict == MessageHandler.Verdict.KEPT) {
            redrive(message);
        }
    }

    private void redrive(Stored message) {
        int receives = message.receives() + 1;
        if (receives == MOST_RECEIVES) {
            deadLetters.add(message.body());
        } else {
            Instant again = clock.instant().plus(VISIBILITY);
            messages.add(new Stored(message.id(), message.body(), again, message.chain(), receives));
        }
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        if (failingSends > 0) {
            failingSends--;
            throw failure(503, "ServiceUnavailable", "Service Unavailable");
        }
        if (request.delaySeconds() < 0 || request.delaySeconds() > LONGEST_DELAY) {
            throw failure(400, "InvalidParameterValue", "DelaySeconds is " + request.delaySeconds());
        }
        if (request.messageBody().length() > LARGEST) {
            throw failure(400, "InvalidParameterValue", "Message must be shorter than 1048576 bytes");
        }
        if (chain + 1 == LOST_HOP) {
            lost++;
        } else {
            Instant visibleAt = clock.instant().plusSeconds(request.delaySeconds());
            messages.add(new Stored("m" + ++ids, request.messageBody(), visibleAt, chain + 1, 0));
        }
        return SendMessageResponse.builder().messageId("m" + ids).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    static SqsException failure(int status, String code, String message) {
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage(message)
                .serviceName("Sqs")
                .build();
        return (SqsException) SqsException.builder()
                .awsErrorDetails(details)
                .statusCode(status)
                .message(message)
                .build();
    }
}
