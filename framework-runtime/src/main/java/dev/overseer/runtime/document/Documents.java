package dev.overseer.runtime.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Writes results as JSON documents, one line each. Field names and order are the same in every host; times are ISO-8601,
 * UTC, with milliseconds. Stateless.
 */
public final class Documents {
    /** ASCII only: a document passes through queues, consoles and mails. */
    private static final ObjectWriter LINE = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .writer();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Documents() {}

    /** Returns a document as one line of ASCII, without a line break. */
    public static String line(JsonNode document) {
        try {
            return LINE.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree cannot be written", impossible);
        }
    }

    /** Returns {@code overseer/outcome/1}: how an incident ended. */
    public static ObjectNode outcome(Incident incident, Outcome outcome) {
        ObjectNode document = document("overseer/outcome/1");
        document.put("incident", incident.id());
        document.put("control", incident.control());
        document.put("outcome", outcome.kind().name());
        document.set("findings", findings(outcome.findings()));
        document.set("target", target(incident.target()));
        putCause(document, incident.cause());
        document.set("writes", texts(outcome.writes()));
        document.set("planned", texts(outcome.planned()));
        document.put("openedAt", time(incident.openedAt()));
        document.put("closedAt", time(outcome.closedAt()));
        document.put("looks", outcome.looks());
        document.put("callerIsCreator", outcome.callerIsCreator());
        document.put("summary", outcome.summary());
        return document;
    }

    /**
     * Returns {@code overseer/announcement/1}: that a resource will be put right.
     *
     * @param until the end of the grace that its owner has
     * @param at when that was said
     */
    public static ObjectNode announcement(Incident incident, List<Finding> findings, Instant until, Instant at) {
        ObjectNode document = document("overseer/announcement/1");
        document.put("incident", incident.id());
        document.put("control", incident.control());
        document.set("findings", findings(findings));
        document.set("target", target(incident.target()));
        putCause(document, incident.cause());
        document.put("openedAt", time(incident.openedAt()));
        document.put("announcedAt", time(at));
        document.put("until", time(until));
        return document;
    }

    /** Returns {@code overseer/judgement/1}: what an event alone says about one of its targets. */
    public static ObjectNode judgement(String control, ResourceRef target, CloudTrailEvent event, Judgement judgement) {
        ObjectNode document = document("overseer/judgement/1");
        document.put("control", control);
        document.set("target", target(target));
        document.set("event", event(event));
        document.put("verdict", judgement.verdict().name());
        document.set("findings", findings(judgement.findings()));
        document.set("notJudged", texts(judgement.notJudged()));
        return document;
    }

    /** Returns {@code overseer/ignored/1}: an event that opened no incident. */
    public static ObjectNode ignored(IgnoredReason reason, EventRow row) {
        ObjectNode document = document("overseer/ignored/1");
        document.put("reason", reason.name());
        ObjectNode event = document.putObject("event");
        event.put("id", row.id());
        event.put("name", row.name());
        event.put("source", row.source());
        event.put("time", row.time());
        event.put("principal", row.principal());
        event.put("account", row.account());
        event.put("region", row.region());
        return document;
    }

    /** Returns {@code overseer/unreadable/1}: input that could not be read. */
    public static ObjectNode unreadable(Reading.Unreadable unreadable) {
        return document("overseer/unreadable/1")
                .put("source", unreadable.source())
                .put("position", unreadable.position())
                .put("problem", unreadable.problem());
    }

    /** Returns a time as it stands in every document. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    static ObjectNode target(ResourceRef target) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("partition", target.partition())
                .put("account", target.account())
                .put("region", target.region())
                .put("type", target.type())
                .put("id", target.id());
    }

    /** Puts the event; where there is none, {@code null} and when the sweep began. */
    static void putCause(ObjectNode document, Cause cause) {
        switch (cause) {
            case Cause.Reported(CloudTrailEvent event, boolean creation) -> document.set("event", event(event));
            case Cause.Swept(Instant startedAt) -> document.putNull("event").put("sweep", time(startedAt));
        }
    }

    static ObjectNode event(CloudTrailEvent event) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", event.id())
                .put("name", event.name())
                .put("source", event.source())
                .put("time", time(event.time()))
                .put("principal", event.principal());
    }

    static ArrayNode findings(List<Finding> findings) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        findings.forEach(
                finding -> array.addObject().put("check", finding.check()).put("message", finding.message()));
        return array;
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static ObjectNode document(String schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema);
    }
}
