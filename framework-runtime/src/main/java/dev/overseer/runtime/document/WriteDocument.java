package dev.overseer.runtime.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.runtime.ledger.WriteResult;
import java.util.Optional;

/**
 * The document {@code overseer/write/1}: a write in the journal as a ledger keeps it.
 *
 * <pre>{@code
 * {"schema":"overseer/write/1","incident":…,"action":"glue:DeleteDevEndpoint","request":…,"attempt":1,
 *  "at":"2026-01-15T10:07:00.123Z","patience":"PT1M","findings":[…],
 *  "stake":{"control":…,"target":{…},"approved":false,"limits":{…}},"preState":"{\"endpointName\":…}",
 *  "answered":"request-id"}      // or "refused" or "unknown" with the error; none while it is under way
 * }</pre>
 */
public final class WriteDocument {
    /** Names the document and its version. */
    public static final String SCHEMA = "overseer/write/1";

    private static final String ANSWERED = "answered";
    private static final String REFUSED = "refused";
    private static final String UNKNOWN = "unknown";

    private WriteDocument() {}

    /** Returns the document as one line of ASCII. */
    public static String write(JournaledWrite write) {
        WriteIntent intent = write.intent();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", SCHEMA);
        document.put("incident", intent.incident());
        document.put("action", intent.action());
        document.put("request", intent.request());
        document.put("attempt", write.attempt());
        document.put("at", intent.at().toString());
        document.put("patience", intent.patience().toString());
        document.set("findings", Documents.findings(intent.findings()));
        document.set("stake", stake(intent.stake()));
        document.put("preState", intent.preState());
        write.result().ifPresent(result -> put(document, result));
        return Documents.line(document);
    }

    /**
     * Returns the write of a document, exactly as it was.
     *
     * @throws IllegalArgumentException if it is something else, or of a later schema; the message says what is wrong
     */
    public static JournaledWrite read(String text) {
        JsonNode document = KeptDocument.open(text, SCHEMA);
        WriteIntent intent = new WriteIntent(
                Fields.text(document, "incident"),
                Fields.text(document, "action"),
                Fields.text(document, "request"),
                Fields.findings(document, "findings"),
                Fields.text(document, "preState"),
                stake(document.path("stake")),
                Fields.time(document, "at"),
                Fields.duration(document, "patience"));
        return new JournaledWrite(intent, Fields.number(document, "attempt"), result(document));
    }

    private static void put(ObjectNode document, WriteResult result) {
        switch (result) {
            case WriteResult.Answered(String requestId) -> document.put(ANSWERED, requestId);
            case WriteResult.Refused(String error) -> document.put(REFUSED, error);
            case WriteResult.Unknown(String error) -> document.put(UNKNOWN, error);
        }
    }

    private static Optional<WriteResult> result(JsonNode document) {
        if (document.has(ANSWERED)) {
            return Optional.of(new WriteResult.Answered(Fields.text(document, ANSWERED)));
        }
        if (document.has(REFUSED)) {
            return Optional.of(new WriteResult.Refused(Fields.text(document, REFUSED)));
        }
        return document.has(UNKNOWN)
                ? Optional.of(new WriteResult.Unknown(Fields.text(document, UNKNOWN)))
                : Optional.empty();
    }

    private static ObjectNode stake(Stake stake) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("control", stake.control());
        document.set("target", Documents.target(stake.target()));
        document.put("approved", stake.approved());
        document.set("limits", limits(stake.limits()));
        return document;
    }

    private static Stake stake(JsonNode stake) {
        return new Stake(
                Fields.text(stake, "control"),
                Fields.target(stake.path("target")),
                limits(stake.path("limits")),
                Fields.flag(stake, "approved"));
    }

    private static ObjectNode limits(Limits limits) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("perControlAccountHour", limits.perControlAccountHour());
        document.put("perControlHour", limits.perControlHour());
        document.put("perHour", limits.perHour());
        document.putObject("flapping")
                .put("times", limits.flapping().times())
                .put("window", limits.flapping().window().toString());
        document.put("firstEnforcement", limits.firstEnforcement());
        document.put("failuresInARow", limits.failuresInARow());
        return document;
    }

    private static Limits limits(JsonNode limits) {
        JsonNode flapping = limits.path("flapping");
        return new Limits(
                Fields.number(limits, "perControlAccountHour"),
                Fields.number(limits, "perControlHour"),
                Fields.number(limits, "perHour"),
                new Limits.Flapping(Fields.number(flapping, "times"), Fields.duration(flapping, "window")),
                Fields.number(limits, "firstEnforcement"),
                Fields.number(limits, "failuresInARow"));
    }
}
