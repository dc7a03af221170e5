package dev.overseer.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.SweepRequest;
import dev.overseer.sqs.IncidentMessage;
import dev.overseer.sqs.IncidentQueue;
import dev.overseer.sqs.QueueUrl;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;

/** Incidents wait in the queue that brings them back to the function. */
final class QueuedWaits implements Waits {
    private final IncidentQueue queue;
    private final QueueUrl url;
    private final Clock clock;

    QueuedWaits(IncidentQueue queue, QueueUrl url, Clock clock) {
        this.queue = queue;
        this.url = url;
        this.clock = clock;
    }

    @Override
    public void sendOn(Incident incident, Duration delay, JsonNode document) {
        try {
            queue.send(incident, delay, IncidentMessage.hops(document));
        } catch (SdkException failure) {
            throw explained(failure);
        }
    }

    @Override
    public void sendOn(SweepRequest request, Duration delay, JsonNode document) {
        try {
            queue.send(request, delay, IncidentMessage.hops(document));
        } catch (SdkException failure) {
            throw explained(failure);
        }
    }

    @Override
    public void putBack(Message message) {
        try {
            queue.putBack(new String(message.body(), UTF_8));
        } catch (SdkException failure) {
            throw explained(failure);
        }
    }

    @Override
    public Duration left(JsonNode document) {
        return IncidentMessage.left(document, clock.instant());
    }

    /** What a later try may mend fails one message; what nobody but the operator can mend fails them all, at once. */
    private RuntimeException explained(SdkException failure) {
        return switch (AwsFailure.of(failure).orElseThrow()) {
            case AwsFailure.NoAnswer passing -> failure;
            case AwsFailure.Denied(String reason) ->
                new CannotWaitException(
                        "The function may not send to its queue %s: %s. Allow its role sqs:SendMessage there, and for waits of more than 15 minutes scheduler:CreateSchedule and iam:PassRole on %s"
                                .formatted(url, reason, SettingsReader.SCHEDULER_ROLE),
                        failure);
            case AwsFailure.Rejected(String reason) ->
                new CannotWaitException(
                        "Nothing can be sent to the queue %s: %s. Check that %s names an existing queue, and its region and account"
                                .formatted(url, reason, SettingsReader.QUEUE_URL),
                        failure);
        };
    }
}
