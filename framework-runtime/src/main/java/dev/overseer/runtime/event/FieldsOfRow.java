package dev.overseer.runtime.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import java.util.Set;

/** The fields that patterns ask for most: every event has them, and they need no tree of the record. */
final class FieldsOfRow {
    /** Their paths in the event as EventBridge delivers it. */
    static final Set<String> NAMES = Set.of(
            "source",
            "detail-type",
            "account",
            "region",
            "detail.eventSource",
            "detail.eventName",
            "detail.eventType",
            "detail.eventID");

    private FieldsOfRow() {}

    /** Returns one of the {@link #NAMES fields}. */
    static String value(String path, CloudTrailEvent event, Origin origin) {
        return switch (path) {
            case "source" -> origin.source();
            case "detail-type" -> origin.detailType();
            case "account" -> event.account();
            case "region" -> event.region();
            case "detail.eventSource" -> event.source();
            case "detail.eventName" -> event.name();
            case "detail.eventType" -> event.attributes().type();
            case "detail.eventID" -> event.id();
            default -> throw new IllegalArgumentException("Not a field of the row: " + path);
        };
    }

    /** Returns the event, reduced to these fields. */
    static ObjectNode document(CloudTrailEvent event, Origin origin) {
        ObjectNode envelope = EventEnvelope.around(event, origin);
        ObjectNode record = envelope.putObject("detail")
                .put("eventSource", event.source())
                .put("eventName", event.name())
                .put("eventID", event.id());
        String type = event.attributes().type();
        if (!type.isEmpty()) {
            record.put("eventType", type);
        }
        return envelope;
    }
}
