package dev.overseer.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.EventFormatException;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.IncidentDocument;
import dev.overseer.runtime.document.SweepDocument;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.SweepRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The body of a message: the incident's document in ASCII, and two fields for its way through the queue. */
public final class IncidentMessage {
    /** From here on, in bytes, the event travels gzipped. */
    static final int LARGE = 200 * 1024;

    /** In bytes; a queue's own {@code MaximumMessageSize} may be less. */
    static final int LARGEST = 1 << 20;

    /** SQS keeps no message longer. */
    static final Duration LONGEST_WAIT = Duration.ofDays(14);

    /** How many messages in a row have brought the incident here. */
    private static final String HOPS = "hops";

    /** When to look: a wait of more than 15 minutes goes through the queue several times. */
    private static final String NOT_BEFORE = "notBefore";

    private IncidentMessage() {}

    /**
     * Returns the body of a message.
     *
     * @throws UnsendableException if nobody could send it or read it back
     */
    static String write(Incident incident, int hops, Optional<Instant> notBefore) {
        String body = body(IncidentDocument.write(incident), hops, notBefore);
        if (body.length() > LARGE) {
            body = zipped(incident, hops, notBefore);
        }
        if (body.length() > LARGEST) {
            throw new UnsendableException(
                    "its message has %,d bytes, and SQS takes %,d".formatted(body.length(), LARGEST));
        }
        return body;
    }

    /** Returns the body of a message that takes a sweep on. */
    static String write(SweepRequest request, int hops) {
        return body(SweepDocument.write(request), hops, Optional.empty());
    }

    /** Returns the document that was read, if it is one of this framework's; else a missing node. */
    public static JsonNode document(Reading reading) {
        return switch (reading) {
            case Reading.Resumed resumed -> resumed.document();
            case Reading.Sweep sweep -> sweep.document();
            case Reading.Routed event -> MissingNode.getInstance();
            case Reading.Ignored event -> MissingNode.getInstance();
            case Reading.Unreadable unreadable -> MissingNode.getInstance();
        };
    }

    /** Returns how many messages in a row have brought an incident or a sweep here; 0 if the document does not say. */
    public static int hops(JsonNode document) {
        JsonNode hops = document.path(HOPS);
        return hops.isInt() ? Math.max(0, hops.intValue()) : 0;
    }

    /**
     * Returns how long an incident is still to wait. What cannot be is not believed: the incident is then looked at too
     * early, which does no harm.
     */
    public static Duration left(JsonNode document, Instant now) {
        String notBefore = document.path(NOT_BEFORE).asText();
        if (notBefore.isEmpty()) {
            return Duration.ZERO;
        }
        try {
            Duration left = Duration.between(now, Instant.parse(notBefore));
            return left.isNegative() || left.compareTo(LONGEST_WAIT) > 0 ? Duration.ZERO : left;
        } catch (DateTimeException malformed) {
            return Duration.ZERO;
        }
    }

    private static String zipped(Incident incident, int hops, Optional<Instant> notBefore) {
        try {
            return body(IncidentDocument.writeZipped(incident), hops, notBefore);
        } catch (EventFormatException tooLarge) {
            throw new UnsendableException("its message could not be read back: " + tooLarge.getMessage(), tooLarge);
        }
    }

    private static String body(ObjectNode document, int hops, Optional<Instant> notBefore) {
        document.put(HOPS, hops);
        notBefore.ifPresent(time -> document.put(NOT_BEFORE, Documents.time(time)));
        return Documents.line(document);
    }
}
