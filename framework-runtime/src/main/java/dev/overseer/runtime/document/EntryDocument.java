package dev.overseer.runtime.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.event.KeptEvent;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Installation;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The document {@code overseer/entry/1}: an incident as a ledger keeps it. Every ledger keeps the same text.
 *
 * <pre>{@code
 * {"schema":"overseer/entry/1","state":"REMEDIATED","at":"2026-01-15T10:07:00.123Z",
 *  "incident":{"incident":…,"control":…,"target":{…},"openedAt":…,"looks":…,…,"creation":true},
 *  "event":{"id":…,"name":…,"source":…,"type":…,"time":…,"account":…,"region":…,"principal":…,"recordGzip":…},
 *  "event":null,"sweep":"2026-01-15T10:00:00Z",                      // in its place, if a sweep came upon the target
 *  "waiting":{"for":…,"nextLook":…,"heardOfBy":…,"deadline":…,"findings":[…]}       // while it is OPEN
 *  "outcome":{"kind":…,"summary":…,"findings":[…],"writes":[…],…}     // when it is over
 *  "ruling":{"mode":"enforce","said":"overseer.yaml:4:24"},
 *  "installation":{"framework":…,"plugins":{"glue":…},"configuration":…}}
 * }</pre>
 *
 * <p>Times have all the digits they had. The document comes from a ledger, to which nobody but the framework writes: unlike
 * {@code overseer/incident/1} it is trusted.
 */
public final class EntryDocument {
    /** Names the document and its version. */
    public static final String SCHEMA = "overseer/entry/1";

    private EntryDocument() {}

    /** Returns the document as one line of ASCII. */
    public static String write(IncidentEntry entry) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", SCHEMA);
        document.put("state", entry.state());
        document.put("at", entry.at().toString());
        ObjectNode incident = IncidentDocument.fields(entry.incident(), Instant::toString);
        document.set("incident", incident);
        switch (entry.incident().cause()) {
            case Cause.Reported(var event, boolean creation) -> {
                incident.put("creation", creation);
                document.set("event", KeptEvent.write(event));
            }
            case Cause.Swept(Instant startedAt) -> document.putNull("event").put("sweep", startedAt.toString());
        }
        switch (entry.standing()) {
            case Standing.Open open -> document.set("waiting", waiting(open));
            case Standing.Over(Outcome outcome) -> document.set("outcome", outcome(outcome));
        }
        document.set("ruling", ruling(entry.ruling()));
        document.set("installation", installation(entry.installation()));
        return Documents.line(document);
    }

    /**
     * Returns the entry of a document, exactly as it was.
     *
     * @throws IllegalArgumentException if it is something else, or of a later schema; the message says what is wrong
     */
    public static IncidentEntry read(String text) {
        JsonNode document = KeptDocument.open(text, SCHEMA);
        JsonNode incident = document.path("incident");
        return new IncidentEntry(
                IncidentDocument.read(incident, cause(document, incident)),
                document.has("outcome")
                        ? new Standing.Over(outcome(document.path("outcome")))
                        : waiting(document.path("waiting")),
                ruling(document.path("ruling")),
                installation(document.path("installation")),
                Fields.time(document, "at"));
    }

    private static Cause cause(JsonNode document, JsonNode incident) {
        return document.has("sweep")
                ? new Cause.Swept(Fields.time(document, "sweep"))
                : new Cause.Reported(KeptEvent.read(document.path("event")), Fields.flag(incident, "creation"));
    }

    private static ObjectNode waiting(Standing.Open open) {
        ObjectNode waiting = JsonNodeFactory.instance.objectNode();
        waiting.put("for", open.awaited());
        waiting.put("nextLook", open.nextLook().toString());
        waiting.put("heardOfBy", open.heardOfBy().toString());
        waiting.put("deadline", open.deadline().toString());
        waiting.set("findings", Documents.findings(open.findings()));
        return waiting;
    }

    private static Standing.Open waiting(JsonNode waiting) {
        return new Standing.Open(
                Fields.text(waiting, "for"),
                Fields.time(waiting, "nextLook"),
                // Earlier builds have the earlier of the two as the deadline.
                Fields.time(waiting, waiting.has("heardOfBy") ? "heardOfBy" : "deadline"),
                Fields.time(waiting, "deadline"),
                Fields.findings(waiting, "findings"));
    }

    private static ObjectNode outcome(Outcome outcome) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("kind", outcome.kind().name());
        document.put("summary", outcome.summary());
        document.set("findings", Documents.findings(outcome.findings()));
        document.set("writes", Documents.texts(outcome.writes()));
        document.set("planned", Documents.texts(outcome.planned()));
        document.put("closedAt", outcome.closedAt().toString());
        document.put("looks", outcome.looks());
        document.put("callerIsCreator", outcome.callerIsCreator());
        return document;
    }

    private static Outcome outcome(JsonNode outcome) {
        return new Outcome(
                Fields.choice(outcome, "kind", Outcome.Kind.class),
                Fields.findings(outcome, "findings"),
                Fields.texts(outcome, "writes"),
                Fields.texts(outcome, "planned"),
                Fields.time(outcome, "closedAt"),
                Fields.number(outcome, "looks"),
                Fields.text(outcome, "summary"),
                Fields.flag(outcome, "callerIsCreator"));
    }

    private static ObjectNode ruling(Ruling ruling) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mode", ruling.mode().configurationName())
                .put("said", ruling.said().text());
    }

    private static Ruling ruling(JsonNode ruling) {
        return new Ruling(Mode.named(Fields.text(ruling, "mode")), new Provenance(Fields.text(ruling, "said")));
    }

    private static ObjectNode installation(Installation installation) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("framework", installation.framework());
        ObjectNode plugins = document.putObject("plugins");
        new TreeMap<>(installation.plugins()).forEach(plugins::put);
        document.put("configuration", installation.configuration());
        return document;
    }

    private static Installation installation(JsonNode installation) {
        SortedMap<String, String> plugins = new TreeMap<>();
        for (Map.Entry<String, JsonNode> plugin : installation.path("plugins").properties()) {
            plugins.put(plugin.getKey(), Fields.text(installation.path("plugins"), plugin.getKey()));
        }
        return new Installation(
                Fields.text(installation, "framework"), plugins, Fields.text(installation, "configuration"));
    }
}
