package dev.overseer.runtime.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Story;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.ledger.WriteResult;
import java.util.List;

/** Writes what a ledger has as JSON documents, for people's tools. Nothing reads them back. Stateless. */
public final class StoryDocument {
    private StoryDocument() {}

    /**
     * Returns {@code overseer/outcome/1} for an incident that is over, and {@code overseer/inflight/1} for one that waits.
     */
    public static ObjectNode entry(IncidentEntry entry) {
        ObjectNode document = switch (entry.standing()) {
            case Standing.Over(Outcome outcome) -> Documents.outcome(entry.incident(), outcome);
            case Standing.Open open -> inflight(entry.incident(), open);
        };
        document.put("mode", entry.ruling().mode().configurationName());
        document.put("decidedBy", entry.ruling().said().text());
        entry.incident().predecessor().ifPresent(id -> document.put("successorOf", id));
        return document;
    }

    /** Returns {@code overseer/story/1}: an incident with all that happened to it. */
    public static ObjectNode story(Story story) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("schema", "overseer/story/1");
        document.set("incident", entry(story.entry()));
        document.put("framework", story.entry().installation().framework());
        document.put("configuration", story.entry().installation().configuration());
        ObjectNode plugins = document.putObject("plugins");
        story.entry().installation().plugins().forEach(plugins::put);
        story.leave().ifPresent(given -> document.set("openedBy", release(given)));
        story.released().ifPresent(given -> document.set("followedBy", release(given)));
        story.undo().ifPresent(begun -> document.set("undo", undo(begun, story.undoing())));
        ArrayNode looks = document.putArray("transitions");
        story.transitions()
                .forEach(transition -> looks.addObject()
                        .put("at", Documents.time(transition.at()))
                        .put("state", transition.state())
                        .put("looks", transition.looks())
                        .put("detail", transition.detail()));
        ArrayNode calls = document.putArray("writes");
        story.writes().forEach(write -> calls.add(write(write)));
        return document;
    }

    private static ObjectNode inflight(Incident incident, Standing.Open open) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("schema", "overseer/inflight/1");
        document.put("incident", incident.id());
        document.put("control", incident.control());
        document.set("findings", Documents.findings(open.findings()));
        document.set("target", Documents.target(incident.target()));
        Documents.putCause(document, incident.cause());
        document.put("openedAt", Documents.time(incident.openedAt()));
        document.put("looks", incident.looks());
        document.put("awaited", open.awaited());
        document.put("nextLook", Documents.time(open.nextLook()));
        document.put("heardOfBy", Documents.time(open.heardOfBy()));
        document.put("deadline", Documents.time(open.deadline()));
        return document;
    }

    private static ObjectNode release(Release release) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("kind", release.kind().name())
                .put("predecessor", release.predecessor())
                .put("successor", release.successor())
                .put("by", release.by())
                .put("reason", release.reason())
                .put("at", Documents.time(release.at()));
        document.set("findings", Documents.findings(release.findings()));
        return document;
    }

    private static ObjectNode undo(Undo undo, List<JournaledWrite> undoing) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("by", undo.by())
                .put("reason", undo.reason())
                .put("at", Documents.time(undo.at()))
                .put("exemptUntil", Documents.time(undo.until()));
        undo.end()
                .ifPresent(end -> document.put("result", end.result().name())
                        .put("summary", end.summary())
                        .put("endedAt", Documents.time(end.at())));
        ArrayNode calls = document.putArray("writes");
        undoing.forEach(write -> calls.add(write(write)));
        return document;
    }

    private static ObjectNode write(JournaledWrite write) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("action", write.intent().action())
                .put("attempt", write.attempt())
                .put("at", Documents.time(write.intent().at()))
                .put("result", result(write))
                .put("detail", detail(write));
        document.set("findings", Documents.findings(write.intent().findings()));
        return document.put("preState", write.intent().preState());
    }

    private static String result(JournaledWrite write) {
        return write.result()
                .map(result -> switch (result) {
                    case WriteResult.Answered answered -> "answered";
                    case WriteResult.Refused refused -> "refused";
                    case WriteResult.Unknown unknown -> "unknown";
                })
                .orElse("unanswered");
    }

    /** Returns the request id of a write that was answered, else what was wrong. */
    private static String detail(JournaledWrite write) {
        return write.result()
                .map(result -> switch (result) {
                    case WriteResult.Answered(String requestId) -> requestId;
                    case WriteResult.Refused(String error) -> error;
                    case WriteResult.Unknown(String error) -> error;
                })
                .orElse("");
    }
}
