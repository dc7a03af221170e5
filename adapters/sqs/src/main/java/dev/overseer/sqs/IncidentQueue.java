package dev.overseer.sqs;

import com.google.common.hash.Hashing;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.SweepRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Where incidents wait: each is sent back to the queue with a delay, and nothing is held meanwhile.
 *
 * <p>SQS delays a message by at most 15 minutes. A longer wait is left to EventBridge Scheduler where there is one;
 * otherwise the message goes through the queue as often as it takes, without a look.
 *
 * <p>Lambda stops a chain function -> SQS -> function after about 16 invocations. So every message counts its hops, and from
 * the 14th on a wait goes through Scheduler, with a fresh count. Safe for several threads.
 */
public final class IncidentQueue {
    static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    private static final int LAST_HOP = 14;
    private static final int MOST_HOPS = 1_000_000;
    private static final Duration UNTIL_UPGRADED = LONGEST_DELAY;
    private static final Set<String> NEVER_TAKEN =
            Set.of("InvalidMessageContents", "InvalidParameterValue", "InvalidParameterValueException");

    private final SqsClient sqs;
    private final QueueUrl url;
    private final Optional<LongWaits> longWaits;
    private final Clock clock;

    public IncidentQueue(SqsClient sqs, QueueUrl url, Optional<LongWaits> longWaits, Clock clock) {
        this.sqs = sqs;
        this.url = url;
        this.longWaits = longWaits;
        this.clock = clock;
    }

    /**
     * Sends an incident back, to be delivered after a delay. Has returned only when AWS has it.
     *
     * @param hops how many messages in a row have brought it here: 0 for an event's own message
     * @throws UnsendableException if SQS will never take it
     * @throws software.amazon.awssdk.core.exception.SdkException if AWS did not take it now
     */
    public void send(Incident incident, Duration delay, int hops) {
        Duration wait = shorter(delay, IncidentMessage.LONGEST_WAIT);
        Instant due = clock.instant().plus(wait);
        int hop = Math.min(hops, MOST_HOPS) + 1;
        boolean tooLong = wait.compareTo(LONGEST_DELAY) > 0;
        if ((tooLong || hop >= LAST_HOP) && longWaits.isPresent()) {
            String body = IncidentMessage.write(incident, 0, Optional.empty());
            if (body.length() <= IncidentMessage.LARGE) {
                longWaits.get().schedule(name(incident), body, due);
                return;
            }
        }
        post(IncidentMessage.write(incident, hop, tooLong ? Optional.of(due) : Optional.empty()), wait);
    }

    /**
     * Sends a sweep on. Has returned only when AWS has it.
     *
     * @param delay at most 15 minutes
     * @param hops how many messages in a row have brought it here
     * @throws software.amazon.awssdk.core.exception.SdkException if AWS did not take it now
     */
    public void send(SweepRequest request, Duration delay, int hops) {
        int hop = Math.min(hops, MOST_HOPS) + 1;
        if (hop >= LAST_HOP && longWaits.isPresent()) {
            String body = IncidentMessage.write(request, 0);
            longWaits
                    .get()
                    .schedule(
                            "overseer-sweep-" + digest(body),
                            body,
                            clock.instant().plus(delay));
        } else {
            post(IncidentMessage.write(request, hop), delay);
        }
    }

    /**
     * Sends back, as it is, a message that only a newer release can read, to be delivered in 15 minutes. A new message, since
     * one that is merely received again ends in the dead-letter queue.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if AWS did not take it now
     */
    public void putBack(String body) {
        if (longWaits.isPresent() && body.length() <= IncidentMessage.LARGE) {
            Instant due = clock.instant().plus(UNTIL_UPGRADED);
            longWaits.get().schedule("overseer-%s-at-%d".formatted(digest(body), due.getEpochSecond()), body, due);
        } else {
            post(body, UNTIL_UPGRADED);
        }
    }

    private static String digest(String body) {
        return Hashing.sha256()
                .hashString(body, StandardCharsets.UTF_8)
                .toString()
                .substring(0, 26);
    }

    private void post(String body, Duration wait) {
        try {
            sqs.sendMessage(message -> message.queueUrl(url.toString())
                    .messageBody(body)
                    .delaySeconds(Math.toIntExact(seconds(shorter(wait, LONGEST_DELAY)))));
        } catch (SqsException refused) {
            if (NEVER_TAKEN.contains(code(refused))) {
                throw new UnsendableException("SQS refuses its message: " + refused.getMessage(), refused);
            }
            throw refused;
        }
    }

    /** A look has one wait: whoever repeats the look repeats the name. */
    private static String name(Incident incident) {
        return "overseer-%s-%d".formatted(incident.id(), incident.looks());
    }

    /** Never less, since the look would come too early. */
    private static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static String code(AwsServiceException refused) {
        return refused.awsErrorDetails() == null
                ? ""
                : String.valueOf(refused.awsErrorDetails().errorCode());
    }
}
