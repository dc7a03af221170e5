package dev.overseer.runtime.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.ledger.Release;

/**
 * The document {@code overseer/release/1}: a person's leave for an incident as a ledger keeps it.
 *
 * <pre>{@code
 * {"schema":"overseer/release/1","kind":"APPROVED","predecessor":…,"successor":…,"findings":[…],"by":…,"reason":…,"at":…}
 * }</pre>
 */
public final class ReleaseDocument {
    /** Names the document and its version. */
    public static final String SCHEMA = "overseer/release/1";

    private ReleaseDocument() {}

    /** Returns the document as one line of ASCII. */
    public static String write(Release leave) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", SCHEMA);
        document.put("kind", leave.kind().name());
        document.put("predecessor", leave.predecessor());
        document.put("successor", leave.successor());
        document.set("findings", Documents.findings(leave.findings()));
        document.put("by", leave.by());
        document.put("reason", leave.reason());
        document.put("at", leave.at().toString());
        return Documents.line(document);
    }

    /**
     * Returns the leave of a document, exactly as it was.
     *
     * @throws IllegalArgumentException if it is something else, or of a later schema; the message says what is wrong
     */
    public static Release read(String text) {
        JsonNode document = KeptDocument.open(text, SCHEMA);
        return new Release(
                Fields.choice(document, "kind", Release.Kind.class),
                Fields.text(document, "predecessor"),
                Fields.text(document, "successor"),
                Fields.findings(document, "findings"),
                Fields.text(document, "by"),
                Fields.text(document, "reason"),
                Fields.time(document, "at"));
    }
}
