package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Goes once through one input and delivers what is in it, in order.
 *
 * <p>Which form an object has is known only at its end, since its keys may come in any order. Until then it is retained,
 * unless a container turns up in it: that is worked through on the spot, and whatever else the object holds is passed
 * over. For one thread.
 */
final class InputWalk {
    private static final int LARGEST_EVENT = EventEnvelope.LARGEST;
    private static final int MOST_LEVELS = 200;

    /** More than AWS makes: a record in an EventBridge event in SNS in SQS in a batch for Lambda. */
    private static final int MOST_WRAPPERS = 16;

    private static final String OWN_SCHEMAS = "overseer/";
    private static final Pattern NEWER = Pattern.compile("overseer/(incident|sweep)/(?:[2-9]|[1-9][0-9]{1,8})");
    private static final String READABLE_INCIDENT = "overseer/incident/1";
    private static final String READABLE_SWEEP = "overseer/sweep/1";

    private final EventRouter router;
    private final JsonTrees trees;
    private final JsonScanner scanner;
    private final RecordReader records;
    private final Fields object;
    private final Fields detail;
    private final String source;
    private final String within;
    private final Consumer<Reading> to;

    /** Which one it is in the innermost container, from 1; 0 outside of any. */
    private long event;

    /** Walks through a host's input, which is called {@code source} in what cannot be read. */
    InputWalk(EventRouter router, JsonTrees trees, JsonScanner scanner, String source, Consumer<Reading> to) {
        this(router, trees, scanner, source, "", to);
    }

    private InputWalk(
            EventRouter router,
            JsonTrees trees,
            JsonScanner scanner,
            String source,
            String within,
            Consumer<Reading> to) {
        this.router = router;
        this.trees = trees;
        this.scanner = scanner;
        this.records = new RecordReader(router, trees, scanner);
        this.object = new Fields(scanner);
        this.detail = new Fields(scanner);
        this.source = source;
        this.within = within;
        this.to = to;
    }

    /** Delivers everything up to the end of the input. */
    void deliver() throws IOException {
        deliver(0);
    }

    private void deliver(int wrappers) throws IOException {
        boolean empty = true;
        do {
            event = 0;
            try {
                while (scanner.peek() != JsonScanner.END) {
                    empty = false;
                    value(wrappers);
                }
            } catch (JsonSyntaxException broken) {
                to.accept(unreadable(here(), "this is not JSON: " + broken.getMessage()));
            }
        } while (scanner.nextLine());
        if (empty) {
            to.accept(unreadable(here(), "the input is empty"));
        }
    }

    private void value(int wrappers) throws IOException, JsonSyntaxException {
        int first = scanner.peek();
        if (wrappers > MOST_WRAPPERS || (first != '{' && first != '[')) {
            noEvent(first);
        } else if (first == '{') {
            object(wrappers);
        } else {
            elements(wrappers);
        }
    }

    private void elements(int wrappers) throws IOException, JsonSyntaxException {
        long outer = event;
        event = 0;
        scanner.enter();
        while (scanner.more()) {
            event++;
            value(wrappers + 1);
        }
        event = outer;
    }

    private void noEvent(int first) throws IOException, JsonSyntaxException {
        String position = here();
        scanner.retain();
        scanner.skip();
        scanner.release();
        if (scanner.deepest() > MOST_LEVELS) {
            to.accept(unreadable(position, tooDeep()));
        } else if (first == '{' || first == '[') {
            to.accept(unreadable(position, "this is wrapped more than %d times".formatted(MOST_WRAPPERS)));
        } else {
            to.accept(unreadable(position, "this is %s, not an event".formatted(JsonScanner.kind(first))));
        }
    }

    private void object(int wrappers) throws IOException, JsonSyntaxException {
        long line = scanner.line();
        long column = scanner.column();
        scanner.retain();
        if (container(wrappers)) {
            return;
        }
        Key carrier = carrier();
        if (carrier == Key.OTHER) {
            Reading reading = reading(line, column);
            scanner.release();
            to.accept(reading);
        } else {
            byte[] text = object.text(carrier).orElseThrow().getBytes(UTF_8);
            scanner.release();
            wrapped(text, position(line, column) + ", in " + carrier.text() + ": ")
                    .deliver(wrappers + 1);
        }
    }

    /** Steps over an object and notes its fields; returns true if it was a container and is dealt with. */
    private boolean container(int wrappers) throws IOException, JsonSyntaxException {
        boolean container = false;
        object.begin();
        scanner.enter();
        while (scanner.more()) {
            Key key = scanner.key();
            if (opens(key, scanner.peek())) {
                container = true;
                scanner.release();
                value(key == Key.SNS ? wrappers + 1 : wrappers);
            } else if (container) {
                scanner.skip();
            } else {
                note(key);
            }
        }
        object.end();
        return container;
    }

    private static boolean opens(Key key, int first) {
        return switch (key) {
            case RECORDS, EVENTS -> first == '[';
            case SNS -> first == '{';
            default -> false;
        };
    }

    private void note(Key key) throws IOException, JsonSyntaxException {
        if (key == Key.DETAIL && scanner.peek() == '{') {
            noteDetail();
        } else if (key.belongsTo(Key.Place.AROUND)) {
            object.note(key);
        } else {
            noteOfRecord(object, key);
        }
    }

    private void noteDetail() throws IOException, JsonSyntaxException {
        detail.begin();
        scanner.enter();
        while (scanner.more()) {
            noteOfRecord(detail, scanner.key());
        }
        detail.end();
        object.note(Key.DETAIL, detail);
    }

    private void noteOfRecord(Fields record, Key key) throws IOException, JsonSyntaxException {
        if (key == Key.USER_IDENTITY && scanner.peek() == '{') {
            noteIdentity(record);
        } else if (key.belongsTo(Key.Place.RECORD)) {
            record.note(key);
        } else {
            scanner.skip();
        }
    }

    private void noteIdentity(Fields record) throws IOException, JsonSyntaxException {
        record.forget(Key.ARN, Key.INVOKED_BY, Key.ACCOUNT_ID);
        long start = scanner.offset();
        scanner.enter();
        while (scanner.more()) {
            Key key = scanner.key();
            if (key.belongsTo(Key.Place.IDENTITY)) {
                record.note(key);
            } else {
                scanner.skip();
            }
        }
        record.note(Key.USER_IDENTITY, start);
    }

    /** Returns the field of the object that holds another input as text; OTHER if it is none of those that do. */
    private Key carrier() {
        if (scanner.overflowed() || object.size() > JsonScanner.MOST_RETAINED || object.has(Key.EVENT_NAME)) {
            return Key.OTHER;
        }
        if (object.isText(Key.CLOUD_TRAIL_EVENT)) {
            return Key.CLOUD_TRAIL_EVENT;
        }
        if (object.isText(Key.MESSAGE) && object.text(Key.TYPE).equals(Optional.of("Notification"))) {
            return Key.MESSAGE;
        }
        return object.isText(Key.BODY) ? Key.BODY : Key.OTHER;
    }

    private Reading reading(long line, long column) {
        Position place = position(line, column);
        try {
            requireBounds(JsonScanner.MOST_RETAINED, MOST_LEVELS + 2);
            Optional<String> schema = object.text(Key.SCHEMA).filter(name -> name.startsWith(OWN_SCHEMAS));
            if (schema.isPresent()) {
                return own(schema.orElseThrow(), place);
            }
            requireRecord();
            return records.read(record(), envelope(), source, place);
        } catch (EventFormatException unreadable) {
            return unreadable(place.toString(), String.valueOf(unreadable.getMessage()));
        }
    }

    private Reading own(String schema, Position place) {
        Matcher newer = NEWER.matcher(schema);
        if (newer.matches()) {
            boolean isSweep = newer.group(1).equals("sweep");
            String problem = "this is %s of schema %s, written by a newer release; this one reads %s"
                    .formatted(
                            isSweep ? "a sweep" : "an incident", schema, isSweep ? READABLE_SWEEP : READABLE_INCIDENT);
            return new Reading.Unreadable(source, place.toString(), problem, true);
        }
        if (schema.equals(READABLE_SWEEP)) {
            return new Reading.Sweep(trees.read(object.bytes()), source, place);
        }
        if (!schema.equals(READABLE_INCIDENT)) {
            throw new EventFormatException("this has schema %s, which is not input; only %s and, on a queue, %s are"
                    .formatted(schema, READABLE_INCIDENT, READABLE_SWEEP));
        }
        Optional<CloudTrailEvent> resumed =
                eventOfIncident().map(event -> wrapped(event, "").resume());
        return new Reading.Resumed(trees.read(object.bytes()), resumed, source, place);
    }

    private Optional<byte[]> eventOfIncident() {
        if (object.hasValue(Key.EVENT)) {
            return Optional.of(object.bytes(Key.EVENT));
        }
        if (object.hasValue(Key.EVENT_GZIP) && !object.isText(Key.EVENT_GZIP)) {
            throw new EventFormatException("eventGzip is %s, not text".formatted(object.kind(Key.EVENT_GZIP)));
        }
        return object.text(Key.EVENT_GZIP).map(EventEnvelope::unzipped);
    }

    /** Returns the event of an incident, which is all of the input. */
    private CloudTrailEvent resume() {
        try {
            scanner.retain();
            if (scanner.peek() != '{' || container(MOST_WRAPPERS)) {
                throw new EventFormatException("the incident's event is not an event");
            }
            requireRecord();
            return records.resume(record(), envelope());
        } catch (JsonSyntaxException | IOException broken) {
            throw new EventFormatException("the incident's event is not JSON: " + broken.getMessage());
        }
    }

    private void requireRecord() {
        boolean enveloped = object.has(Key.DETAIL);
        requireBounds(LARGEST_EVENT, enveloped ? MOST_LEVELS + 1 : MOST_LEVELS);
        if (enveloped && !object.isObject(Key.DETAIL)) {
            throw new EventFormatException("detail is %s, not an object".formatted(object.kind(Key.DETAIL)));
        }
        if (enveloped && !detail.has(Key.EVENT_SOURCE) && !detail.has(Key.EVENT_NAME)) {
            throw new EventFormatException(
                    "this is an event of EventBridge, but no CloudTrail record: its detail has no eventSource");
        }
        if (!enveloped && !object.has(Key.EVENT_SOURCE) && !object.has(Key.EVENT_NAME)) {
            throw new EventFormatException(
                    "this is neither a CloudTrail record nor a log file, an event of EventBridge, a"
                            + " message of SNS or SQS, an answer of LookupEvents or a suspended incident");
        }
    }

    private void requireBounds(int largest, int mostLevels) {
        if (scanner.overflowed() || object.size() > largest) {
            throw new EventFormatException("the event is larger than 1 MiB");
        }
        if (scanner.deepest() - scanner.depth() > mostLevels) {
            throw new EventFormatException(tooDeep());
        }
    }

    private Fields record() {
        return object.has(Key.DETAIL) ? detail : object;
    }

    private Optional<Fields> envelope() {
        return object.has(Key.DETAIL) ? Optional.of(object) : Optional.empty();
    }

    private InputWalk wrapped(byte[] json, String where) {
        return new InputWalk(router, trees, new JsonScanner(json), source, where, to);
    }

    private Reading unreadable(String position, String problem) {
        return new Reading.Unreadable(source, position, problem);
    }

    private String here() {
        return position(scanner.line(), scanner.column()).toString();
    }

    private Position position(long line, long column) {
        return new Position(within, event, line, column);
    }

    private static String tooDeep() {
        return "the event is nested deeper than %d levels".formatted(MOST_LEVELS);
    }
}
