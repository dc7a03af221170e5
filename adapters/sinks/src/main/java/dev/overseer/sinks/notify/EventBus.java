package dev.overseer.sinks.notify;

import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Digest;
import dev.overseer.runtime.notice.Message.Single;
import dev.overseer.runtime.notice.Notice.Announced;
import dev.overseer.runtime.notice.Notice.Over;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Puts events onto a bus, one for each message. Their detail is the message's document.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>.
 */
final class EventBus implements AwsNotifier.Service {
    private static final String SOURCE = "overseer";

    /** An entry may have 262,144 bytes, of which its other fields take less than 4 KiB. */
    private static final int MOST_BYTES = 256 * 1024 - 4096;

    /** Names in ARNs are whatever the caller of an API chose. */
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\\d{12})?:[!-~]{1,1024}");

    private final EventBridgeClient client;
    private final String bus;

    private EventBus(EventBridgeClient client, String bus) {
        this.client = client;
        this.bus = bus;
    }

    static EventBus open(Destination.EventBridge bus, Notifiers with) {
        return new EventBus(with.client(EventBridgeClient.builder(), bus.region()), bus.bus());
    }

    @Override
    public void deliver(Message message) {
        PutEventsResponse response = client.putEvents(put -> put.entries(entry(message)));
        response.entries().stream()
                .filter(result -> result.errorCode() != null)
                .findFirst()
                .ifPresent(result -> {
                    throw refused(result);
                });
    }

    @Override
    public void close() {
        client.close();
    }

    private PutEventsRequestEntry entry(Message message) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(detailType(message))
                .time(time(message))
                .resources(resources(message))
                .detail(Documents.line(Cut.to(MOST_BYTES, NoticeDocument.of(message))))
                .build();
    }

    private static String detailType(Message message) {
        return switch (message) {
            case Single(Over over) -> "Overseer Outcome";
            case Single(Announced announced) -> "Overseer Announcement";
            case Digest digest -> "Overseer Digest";
        };
    }

    private static Instant time(Message message) {
        return switch (message) {
            case Single single -> single.notice().at();
            case Digest digest -> digest.until();
        };
    }

    /** The target, if its id is an ARN: others have none that could be known for every service. */
    private static List<String> resources(Message message) {
        return switch (message) {
            case Single single -> {
                String id = single.notice().incident().target().id();
                yield ARN.matcher(id).matches() ? List.of(id) : List.of();
            }
            case Digest digest -> List.of();
        };
    }

    /** Returns what the SDK would have thrown, had the refusal been of the whole call. */
    private static EventBridgeException refused(PutEventsResultEntry result) {
        return (EventBridgeException) EventBridgeException.builder()
                .message(result.errorMessage())
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("EventBridge")
                        .errorCode(result.errorCode())
                        .errorMessage(result.errorMessage())
                        .build())
                .statusCode(400)
                .build();
    }
}
