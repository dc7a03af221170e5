package dev.overseer.runtime.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.event.EventEnvelope;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Incident.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * The document {@code overseer/incident/1}: an incident on its way from one look to the next.
 *
 * <p>One that a sweep opened stays in the ledger, since it has no event that could vouch for it: its document is no more
 * than {@code {"schema":"overseer/incident/1","incident":…}}.
 */
public final class IncidentDocument {
    /** Names the document and its version. */
    public static final String SCHEMA = "overseer/incident/1";

    /** Far more than an incident lives to see, and far from where a number ends. */
    private static final int MOST_LOOKS = 1_000_000;

    private IncidentDocument() {}

    /** Returns the document, the whole event included if there is one. */
    public static ObjectNode write(Incident incident) {
        return incident.event()
                .map(event -> {
                    ObjectNode document = withoutEvent(incident);
                    document.set("event", EventEnvelope.of(event));
                    return document;
                })
                .orElseGet(() -> reference(incident));
    }

    /**
     * Returns the document with its event gzipped, for an event that would otherwise be too large to travel.
     *
     * @throws dev.overseer.api.EventFormatException if the event is too large to be read back: more than 1 MiB
     */
    public static ObjectNode writeZipped(Incident incident) {
        return incident.event()
                .map(event -> withoutEvent(incident).put("eventGzip", EventEnvelope.zipped(event)))
                .orElseGet(() -> reference(incident));
    }

    private static ObjectNode reference(Incident incident) {
        return JsonNodeFactory.instance.objectNode().put("schema", SCHEMA).put("incident", incident.id());
    }

    private static ObjectNode withoutEvent(Incident incident) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
        return document.setAll(fields(incident, Documents::time));
    }

    /** Returns everything but the cause. */
    static ObjectNode fields(Incident incident, Function<Instant, String> time) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("incident", incident.id());
        document.put("control", incident.control());
        document.set("target", Documents.target(incident.target()));
        incident.predecessor().ifPresent(id -> document.put("successorOf", id));
        document.put("openedAt", time.apply(incident.openedAt()));
        document.put("looks", incident.looks());
        document.put("retries", incident.retries());
        incident.checkpoint().ifPresent(checkpoint -> document.put("checkpoint", checkpoint));
        incident.missingSince().ifPresent(since -> document.put("missingSince", time.apply(since)));
        incident.unansweredSince().ifPresent(since -> document.put("unansweredSince", time.apply(since)));
        document.put("unanswered", incident.unanswered().toString());
        incident.told()
                .ifPresent(wait -> document.putObject("told")
                        .put("awaited", wait.awaited())
                        .put("until", time.apply(wait.until())));
        return document;
    }

    /**
     * Returns the incident of a document. The document comes from outside: what it says about the past is a hint, and
     * whether the event concerns the control and the target is for the engine to establish.
     *
     * @param cause the document's event, as the reader read it
     * @throws IllegalArgumentException if a field is missing or wrong; the message names it
     */
    public static Incident read(JsonNode document, Cause cause) {
        return new Incident(
                Fields.text(document, "control"),
                Fields.target(document.path("target")),
                cause,
                predecessor(document),
                Fields.time(document, "openedAt"),
                count(document, "looks"),
                count(document, "retries"),
                Optional.ofNullable(document.path("checkpoint").textValue()),
                Fields.optionalTime(document, "missingSince"),
                Fields.optionalTime(document, "unansweredSince"),
                document.has("unanswered") ? Fields.duration(document, "unanswered") : Duration.ZERO,
                document.has("told") ? Optional.of(told(document.path("told"))) : Optional.empty());
    }

    private static Told told(JsonNode wait) {
        return new Told(Fields.text(wait, "awaited"), Fields.time(wait, "until"));
    }

    private static Optional<String> predecessor(JsonNode document) {
        Optional<String> id = Optional.ofNullable(document.path("successorOf").textValue());
        if (document.has("successorOf") && id.filter(Incident::isId).isEmpty()) {
            throw Fields.wrong("successorOf", "is not an incident's id");
        }
        return id;
    }

    private static int count(JsonNode document, String field) {
        JsonNode value = document.path(field);
        if (value.isMissingNode()) {
            return 0;
        }
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > MOST_LOOKS) {
            throw Fields.wrong(field, "is not a whole number from 0 to %,d".formatted(MOST_LOOKS));
        }
        return value.intValue();
    }
}
