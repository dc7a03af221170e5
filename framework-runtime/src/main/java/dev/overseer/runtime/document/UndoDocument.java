package dev.overseer.runtime.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.ledger.Undo;
import java.util.Optional;

/**
 * The document {@code overseer/undo/1}: a person's undo as a ledger keeps it.
 *
 * <pre>{@code
 * {"schema":"overseer/undo/1","incident":…,"journal":…,"control":…,"target":{…},"by":…,"reason":…,"at":…,"until":…,
 *  "end":{"result":"UNDONE","summary":…,"at":…}}      // none while it is under way
 * }</pre>
 */
public final class UndoDocument {
    /** Names the document and its version. */
    public static final String SCHEMA = "overseer/undo/1";

    private UndoDocument() {}

    /** Returns the document as one line of ASCII. */
    public static String write(Undo undo) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", SCHEMA);
        document.put("incident", undo.incident());
        document.put("journal", undo.journal());
        document.put("control", undo.control());
        document.set("target", Documents.target(undo.target()));
        document.put("by", undo.by());
        document.put("reason", undo.reason());
        document.put("at", undo.at().toString());
        document.put("until", undo.until().toString());
        undo.end()
                .ifPresent(end -> document.putObject("end")
                        .put("result", end.result().name())
                        .put("summary", end.summary())
                        .put("at", end.at().toString()));
        return Documents.line(document);
    }

    /**
     * Returns the undo of a document, exactly as it was.
     *
     * @throws IllegalArgumentException if it is something else, or of a later schema; the message says what is wrong
     */
    public static Undo read(String text) {
        JsonNode document = KeptDocument.open(text, SCHEMA);
        return new Undo(
                Fields.text(document, "incident"),
                Fields.text(document, "journal"),
                Fields.text(document, "control"),
                Fields.target(document.path("target")),
                Fields.text(document, "by"),
                Fields.text(document, "reason"),
                Fields.time(document, "at"),
                Fields.time(document, "until"),
                document.has("end") ? Optional.of(end(document.path("end"))) : Optional.empty());
    }

    private static Undo.End end(JsonNode end) {
        return new Undo.End(
                Fields.choice(end, "result", Undo.Result.class), Fields.text(end, "summary"), Fields.time(end, "at"));
    }
}
