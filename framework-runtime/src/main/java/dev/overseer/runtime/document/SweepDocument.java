package dev.overseer.runtime.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.incident.SweepRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The document {@code overseer/sweep/1}: a request for a sweep on its way through a queue.
 *
 * <pre>{@code
 * {"schema":"overseer/sweep/1","control":"glue-dev-endpoint","account":"123456789012","region":"eu-west-1",
 *  "after":"test1","startedAt":"2026-01-15T10:00:00.000Z","retries":1}
 * }</pre>
 *
 * <p>Only the control is needed. It names a place, and what is done there is for the control's checks and the operator's
 * policy to say: whoever may send it can have the framework look, and no more.
 */
public final class SweepDocument {
    /** Names the document and its version. */
    public static final String SCHEMA = "overseer/sweep/1";

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d{1,2}[a-z]?");

    /** More than any service's names and ARNs have. */
    private static final int LONGEST_ID = 2_048;

    private static final int MOST_RETRIES = 1_000;
    private static final int LONGEST_CONTROL = 100;

    /** How far the clock of whoever asks may be ahead. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private SweepDocument() {}

    /** Returns the document. */
    public static ObjectNode write(SweepRequest request) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", SCHEMA);
        document.put("control", request.control());
        request.account().ifPresent(account -> document.put("account", account));
        request.region().ifPresent(region -> document.put("region", region));
        request.after().ifPresent(id -> document.put("after", id));
        document.put("startedAt", Documents.time(request.startedAt()));
        if (request.retries() > 0) {
            document.put("retries", request.retries());
        }
        return document;
    }

    /**
     * Returns the request of a document, which comes from outside.
     *
     * @param now when the sweep began, if the document does not say
     * @throws IllegalArgumentException if a field is missing or wrong; the message names it
     */
    public static SweepRequest read(JsonNode document, Instant now) {
        String control = Fields.text(document, "control");
        if (control.length() > LONGEST_CONTROL) {
            throw Fields.wrong("control", "has more than %d characters".formatted(LONGEST_CONTROL));
        }
        Instant startedAt = Fields.optionalTime(document, "startedAt").orElse(now);
        if (startedAt.isAfter(now.plus(SKEW))) {
            throw Fields.wrong("startedAt", "is in the future");
        }
        return new SweepRequest(
                control,
                shaped(document, "account", ACCOUNT, "twelve digits"),
                shaped(document, "region", REGION, "a region such as eu-west-1"),
                after(document),
                startedAt,
                retries(document));
    }

    /** Returns {@code overseer/unswept/1}: a place whose resources could not be listed, or not to the end. */
    public static ObjectNode failed(SweepRequest request, String reason) {
        return write(request).put("schema", "overseer/unswept/1").put("problem", reason);
    }

    private static Optional<String> shaped(JsonNode document, String field, Pattern shape, String meaning) {
        Optional<String> value = optional(document, field);
        if (value.isPresent() && !shape.matcher(value.get()).matches()) {
            throw Fields.wrong(field, "is not " + meaning);
        }
        return value;
    }

    private static Optional<String> after(JsonNode document) {
        Optional<String> after = optional(document, "after");
        if (after.isPresent() && after.get().length() > LONGEST_ID) {
            throw Fields.wrong("after", "has more than %,d characters".formatted(LONGEST_ID));
        }
        return after;
    }

    private static int retries(JsonNode document) {
        if (!document.has("retries")) {
            return 0;
        }
        int retries = Fields.number(document, "retries");
        if (retries < 0 || retries > MOST_RETRIES) {
            throw Fields.wrong("retries", "is not a whole number from 0 to %,d".formatted(MOST_RETRIES));
        }
        return retries;
    }

    private static Optional<String> optional(JsonNode document, String field) {
        return document.hasNonNull(field) ? Optional.of(Fields.text(document, field)) : Optional.empty();
    }
}
