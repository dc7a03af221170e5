package dev.overseer.runtime.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.base.Utf8;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes a reading of one record and of the envelope around it, if any.
 *
 * <p>In this order: a record without source or name is unreadable; one that no control names is ignored, whatever else is
 * in it; a failed call is ignored, whatever else is in it; then everything that an event is made of must be sound, else
 * the record is unreadable; then the patterns decide.
 */
final class RecordReader {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d{1,2}[a-z]?");
    private static final int LONGEST_ID = 256;
    private static final int LONGEST_EXCERPT = 60;

    private final EventRouter router;
    private final JsonTrees trees;
    private final JsonScanner scanner;

    /** Reads what lies in the scanner's input. */
    RecordReader(EventRouter router, JsonTrees trees, JsonScanner scanner) {
        this.router = router;
        this.trees = trees;
        this.scanner = scanner;
    }

    /**
     * Reads a record.
     *
     * @throws EventFormatException if it is unreadable
     */
    Reading read(Fields record, Optional<Fields> envelope, String input, Position position) {
        String source = required(record, Key.EVENT_SOURCE);
        String name = required(record, Key.EVENT_NAME);
        if (!router.names(source, name)) {
            return new Reading.Ignored(IgnoredReason.NO_CONTROL, row(source, name, record, envelope));
        }
        if (failed(record)) {
            return new Reading.Ignored(IgnoredReason.FAILED_CALL, row(source, name, record, envelope));
        }
        CloudTrailEvent event = event(source, name, record, envelope);
        List<Reading.Route> routes = router.route(event, origin(event, envelope));
        return routes.isEmpty()
                ? new Reading.Ignored(IgnoredReason.NO_CONTROL, row(source, name, record, envelope))
                : new Reading.Routed(event, routes, input, position);
    }

    /**
     * Reads the record of an incident, which may have been routed by another release with other patterns.
     *
     * @throws EventFormatException if it is unreadable, or could never have opened an incident
     */
    CloudTrailEvent resume(Fields record, Optional<Fields> envelope) {
        String source = required(record, Key.EVENT_SOURCE);
        String name = required(record, Key.EVENT_NAME);
        if (failed(record)) {
            throw new EventFormatException("errorCode is %s, and a failed call opens no incident"
                    .formatted(quoted(record.text(Key.ERROR_CODE).orElseThrow())));
        }
        CloudTrailEvent event = event(source, name, record, envelope);
        Origin origin = origin(event, envelope);
        if (!origin.isAws()) {
            throw new EventFormatException(
                    "source is %s, which anybody can send; it must begin with aws.".formatted(quoted(origin.source())));
        }
        return event;
    }

    private CloudTrailEvent event(String source, String name, Fields record, Optional<Fields> envelope) {
        var attributes = new CloudTrailEvent.Attributes(
                id(record),
                time(record),
                account(record, envelope),
                region(record, envelope),
                source,
                name,
                optional(record, Key.EVENT_TYPE).orElse(""),
                principal(record));
        requireObjectOrNull(record, Key.USER_IDENTITY);
        requireObjectOrNull(record, Key.REQUEST);
        requireObjectOrNull(record, Key.RESPONSE);
        byte[] json = record.bytes();
        requireSound(json);
        return new CloudTrailEvent(
                attributes, tree(record, Key.REQUEST), tree(record, Key.RESPONSE), trees.lazily(json));
    }

    private static Origin origin(CloudTrailEvent event, Optional<Fields> envelope) {
        return envelope.isEmpty()
                ? Origin.of(event)
                : new Origin(
                        required(envelope.orElseThrow(), Key.SOURCE),
                        required(envelope.orElseThrow(), Key.DETAIL_TYPE));
    }

    private static boolean failed(Fields record) {
        return optional(record, Key.ERROR_CODE).isPresent();
    }

    private static String id(Fields record) {
        String id = required(record, Key.EVENT_ID);
        if (id.length() > LONGEST_ID) {
            throw new EventFormatException(
                    "eventID has %,d characters, more than %d".formatted(id.length(), LONGEST_ID));
        }
        return id;
    }

    private static Instant time(Fields record) {
        String time = required(record, Key.EVENT_TIME);
        try {
            return EventTime.parse(time);
        } catch (DateTimeException unreadable) {
            throw new EventFormatException(
                    "eventTime is %s, not a time such as 2026-11-23T05:08:00Z".formatted(quoted(time)));
        }
    }

    private static String account(Fields record, Optional<Fields> envelope) {
        Optional<String> called = optional(record, Key.RECIPIENT);
        Optional<String> sender = envelope.flatMap(fields -> optional(fields, Key.ACCOUNT));
        called.ifPresent(account -> requireShape(Key.RECIPIENT, account, ACCOUNT, "twelve digits"));
        sender.ifPresent(account -> requireShape(Key.ACCOUNT, account, ACCOUNT, "twelve digits"));
        if (called.isPresent() && sender.isPresent() && !called.equals(sender)) {
            throw new EventFormatException("recipientAccountId is %s, but the envelope's account is %s"
                    .formatted(called.orElseThrow(), sender.orElseThrow()));
        }
        return called.or(() -> sender)
                .orElseThrow(
                        () -> new EventFormatException("neither recipientAccountId nor the envelope names an account"));
    }

    private static String region(Fields record, Optional<Fields> envelope) {
        String region = optional(record, Key.AWS_REGION)
                .or(() -> envelope.flatMap(fields -> optional(fields, Key.REGION)))
                .orElseThrow(() -> new EventFormatException("awsRegion is %s".formatted(record.kind(Key.AWS_REGION))));
        requireShape(Key.AWS_REGION, region, REGION, "a region such as eu-west-1");
        return region;
    }

    private static String principal(Fields record) {
        return record.name(Key.ARN)
                .or(() -> record.name(Key.INVOKED_BY))
                .or(() -> record.name(Key.ACCOUNT_ID))
                .orElse("unknown");
    }

    private JsonNode tree(Fields record, Key key) {
        return record.has(key) ? trees.read(record.bytes(key)) : MissingNode.getInstance();
    }

    private static EventRow row(String source, String name, Fields record, Optional<Fields> envelope) {
        return new EventRow(
                record.text(Key.EVENT_ID).orElse(""),
                name,
                source,
                record.text(Key.EVENT_TIME).orElse(""),
                principal(record),
                record.name(Key.RECIPIENT)
                        .or(() -> envelope.flatMap(fields -> fields.text(Key.ACCOUNT)))
                        .orElse(""),
                record.name(Key.AWS_REGION)
                        .or(() -> envelope.flatMap(fields -> fields.text(Key.REGION)))
                        .orElse(""));
    }

    /** Makes sure that Jackson will take all of it, so that nobody who asks for the whole record later is let down. */
    private void requireSound(byte[] json) {
        if (scanner.longestNumber() > JsonTrees.LONGEST_NUMBER) {
            throw new EventFormatException(
                    "the event has a number of more than %,d digits".formatted(JsonTrees.LONGEST_NUMBER));
        }
        if (!scanner.ascii() && !Utf8.isWellFormed(json)) {
            throw new EventFormatException("the event is not UTF-8 text");
        }
    }

    private static String required(Fields fields, Key key) {
        return optional(fields, key)
                .orElseThrow(() -> new EventFormatException(
                        "%s is %s".formatted(key.text(), fields.hasValue(key) ? "blank" : fields.kind(key))));
    }

    /** Returns a name; empty if it is absent, null or blank. */
    private static Optional<String> optional(Fields fields, Key key) {
        Optional<String> text = fields.text(key);
        if (text.isEmpty() && fields.hasValue(key)) {
            throw new EventFormatException("%s is %s, not text".formatted(key.text(), fields.kind(key)));
        }
        return text.filter(name -> !name.isBlank());
    }

    private static void requireObjectOrNull(Fields record, Key key) {
        if (record.hasValue(key) && !record.isObject(key)) {
            throw new EventFormatException("%s is %s, not an object".formatted(key.text(), record.kind(key)));
        }
    }

    private static void requireShape(Key key, String value, Pattern shape, String wanted) {
        if (!shape.matcher(value).matches()) {
            throw new EventFormatException("%s is %s, not %s".formatted(key.text(), quoted(value), wanted));
        }
    }

    private static String quoted(String value) {
        return value.length() <= LONGEST_EXCERPT
                ? '"' + value + '"'
                : '"' + value.substring(0, LONGEST_EXCERPT) + "…\"";
    }
}
