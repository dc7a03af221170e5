package dev.overseer.runtime.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.event.EventEnvelope;
import dev.overseer.runtime.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The document {@code overseer/incident/1}: an incident on its way from one look to the next. */
public final class IncidentDocument {
    /** Names the document and its version. */
    public static final String SCHEMA = "overseer/incident/1";

    /** Far more than an incident lives to see, and far from where a number ends. */
    private static final int MOST_LOOKS = 1_000_000;

    private IncidentDocument() {}

    /** Returns the document, the whole event included. */
    public static ObjectNode write(Incident incident) {
        ObjectNode document = withoutEvent(incident);
        document.set("event", EventEnvelope.of(incident.event()));
        return document;
    }

    /**
     * Returns the document with its event gzipped, for an event that would otherwise be too large to travel.
     *
     * @throws dev.overseer.api.EventFormatException if the event is too large to be read back: more than 1 MiB
     */
    public static ObjectNode writeZipped(Incident incident) {
        return withoutEvent(incident).put("eventGzip", EventEnvelope.zipped(incident.event()));
    }

    private static ObjectNode withoutEvent(Incident incident) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", SCHEMA);
        document.put("incident", incident.id());
        document.put("control", incident.control());
        document.set("target", Documents.target(incident.target()));
        incident.predecessor().ifPresent(id -> document.put("successorOf", id));
        document.put("openedAt", Documents.time(incident.openedAt()));
        document.put("looks", incident.looks());
        document.put("retries", incident.retries());
        incident.checkpoint().ifPresent(checkpoint -> document.put("checkpoint", checkpoint));
        incident.missingSince().ifPresent(since -> document.put("missingSince", Documents.time(since)));
        incident.unansweredSince().ifPresent(since -> document.put("unansweredSince", Documents.time(since)));
        document.put("unanswered", incident.unanswered().toString());
        return document;
    }

    /**
     * Returns the incident of a document. The document comes from outside: what it says about the past is a hint, and
     * whether the event concerns the control and the target is for the engine to establish.
     *
     * @param event the document's event, as the reader read it
     * @param creation whether the event reports that the target was created
     * @throws IllegalArgumentException if a field is missing or wrong; the message names it
     */
    public static Incident read(JsonNode document, CloudTrailEvent event, boolean creation) {
        return new Incident(
                text(document, "control"),
                target(document.path("target")),
                event,
                creation,
                predecessor(document),
                time(document, "openedAt").orElseThrow(() -> wrong("openedAt", "is missing")),
                count(document, "looks"),
                count(document, "retries"),
                Optional.ofNullable(document.path("checkpoint").textValue()),
                time(document, "missingSince"),
                time(document, "unansweredSince"),
                duration(document, "unanswered"));
    }

    private static Optional<String> predecessor(JsonNode document) {
        Optional<String> id = Optional.ofNullable(document.path("successorOf").textValue());
        if (document.has("successorOf") && id.filter(Incident::isId).isEmpty()) {
            throw wrong("successorOf", "is not an incident's id");
        }
        return id;
    }

    private static ResourceRef target(JsonNode target) {
        return new ResourceRef(
                text(target, "partition"),
                text(target, "account"),
                text(target, "region"),
                text(target, "type"),
                text(target, "id"));
    }

    private static String text(JsonNode document, String field) {
        JsonNode value = document.path(field);
        if (!value.isTextual()) {
            throw wrong(field, "is missing or is not text");
        }
        return value.textValue();
    }

    private static int count(JsonNode document, String field) {
        JsonNode value = document.path(field);
        if (value.isMissingNode()) {
            return 0;
        }
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > MOST_LOOKS) {
            throw wrong(field, "is not a whole number from 0 to %,d".formatted(MOST_LOOKS));
        }
        return value.intValue();
    }

    private static Optional<Instant> time(JsonNode document, String field) {
        if (!document.has(field)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text(document, field)));
        } catch (DateTimeParseException malformed) {
            throw wrong(field, "is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static Duration duration(JsonNode document, String field) {
        if (!document.has(field)) {
            return Duration.ZERO;
        }
        try {
            return Duration.parse(text(document, field));
        } catch (DateTimeParseException malformed) {
            throw wrong(field, "is not a duration such as PT30S");
        }
    }

    private static IllegalArgumentException wrong(String field, String how) {
        return new IllegalArgumentException("%s %s".formatted(field, how));
    }
}
