package dev.overseer.sinks.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Digest;
import dev.overseer.runtime.notice.Message.Single;
import dev.overseer.runtime.notice.Notice.Announced;
import dev.overseer.runtime.notice.Notice.Over;
import dev.overseer.sinks.JsonService;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Puts events onto a bus, one for each message. Their detail is the message's document.
 *
 * <p>Not over the SDK's own client for EventBridge: that is 1.9 MB, and with it a package that tells all three kinds of
 * destinations would be too large. Source: <a
 * href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>.
 */
final class EventBus implements AwsNotifier.Service {
    private static final JsonService.Names EVENT_BRIDGE = new JsonService.Names("EventBridge", "events", "AWSEvents");
    private static final String SOURCE = "overseer";

    /** An entry may have 262,144 bytes, of which its other fields take less than 4 KiB. */
    private static final int MOST_BYTES = 256 * 1024 - 4096;

    /** Names in ARNs are whatever the caller of an API chose. */
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\\d{12})?:[!-~]{1,1024}");

    private final JsonService events;
    private final String bus;

    private EventBus(JsonService events, String bus) {
        this.events = events;
        this.bus = bus;
    }

    static EventBus open(Destination.EventBridge bus, Notifiers with) {
        return new EventBus(with.service(EVENT_BRIDGE, bus.region()), bus.bus());
    }

    @Override
    public void deliver(Message message) {
        ObjectNode put = JsonNodeFactory.instance.objectNode();
        put.putArray("Entries").add(entry(message));
        JsonNode result = events.call("PutEvents", put).path("Entries").path(0);
        if (!result.has("EventId")) {
            throw refused(result);
        }
    }

    @Override
    public void close() {
        // Holds nothing but the host's HTTP client
    }

    private ObjectNode entry(Message message) {
        ObjectNode entry = JsonNodeFactory.instance
                .objectNode()
                .put("EventBusName", bus)
                .put("Source", SOURCE)
                .put("DetailType", detailType(message))
                .put("Time", time(message).getEpochSecond())
                .put("Detail", Documents.line(Cut.to(MOST_BYTES, NoticeDocument.of(message))));
        resources(message).forEach(entry.putArray("Resources")::add);
        return entry;
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

    /** Returns what would have been thrown, had the refusal been of the whole call. */
    private static AwsServiceException refused(JsonNode result) {
        String message = result.path("ErrorMessage").asText("it does not say that it took it");
        return AwsServiceException.builder()
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName(EVENT_BRIDGE.sdk())
                        .errorCode(result.path("ErrorCode").asText("NoEventId"))
                        .errorMessage(message)
                        .build())
                .statusCode(400)
                .build();
    }
}
