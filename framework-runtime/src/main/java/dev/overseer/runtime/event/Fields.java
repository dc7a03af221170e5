package dev.overseer.runtime.event;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Where one object and its known fields lie in the scanner's input. Of two with the same key, the last counts. */
final class Fields {
    private static final int KEYS = Key.values().length;

    private final JsonScanner scanner;
    private final long[] from = new long[KEYS];
    private final long[] to = new long[KEYS];
    private long start;
    private long end;

    Fields(JsonScanner scanner) {
        this.scanner = scanner;
    }

    /** Forgets all fields, and begins with the object that comes next. */
    void begin() throws IOException {
        Arrays.fill(to, 0);
        scanner.peek();
        start = scanner.offset();
    }

    /** Ends with the object that the scanner has just stepped out of. */
    void end() {
        end = scanner.offset();
    }

    /** Notes the field whose value comes next, and steps over it. */
    void note(Key key) throws IOException, JsonSyntaxException {
        scanner.peek();
        long start = scanner.offset();
        scanner.skip();
        note(key, start);
    }

    /** Notes a field whose value, from an offset up to here, has just been stepped over. */
    void note(Key key, long start) {
        from[slot(key)] = start;
        to[slot(key)] = scanner.offset();
    }

    /** Notes a field that is an object with fields of its own. */
    void note(Key key, Fields value) {
        from[slot(key)] = value.start;
        to[slot(key)] = value.end;
    }

    /** Forgets fields. */
    void forget(Key... keys) {
        for (Key key : keys) {
            to[slot(key)] = 0;
        }
    }

    /** Returns whether there is such a field, be it null. */
    boolean has(Key key) {
        return to[slot(key)] != 0;
    }

    /** Returns whether there is such a field, and it is not null. */
    boolean hasValue(Key key) {
        return has(key) && first(key) != 'n';
    }

    boolean isText(Key key) {
        return has(key) && first(key) == '"';
    }

    boolean isObject(Key key) {
        return has(key) && first(key) == '{';
    }

    /** Returns the text of a field; empty if it is absent or no text. */
    Optional<String> text(Key key) {
        return isText(key) ? Optional.of(scanner.retainedText(from[slot(key)], to[slot(key)])) : Optional.empty();
    }

    /** Returns the text of a field; empty if it is absent, no text or blank. */
    Optional<String> name(Key key) {
        return text(key).filter(text -> !text.isBlank());
    }

    /** Returns a copy of a field's value. */
    byte[] bytes(Key key) {
        return scanner.retained(from[slot(key)], to[slot(key)]);
    }

    /** Returns a copy of the whole object. */
    byte[] bytes() {
        return scanner.retained(start, end);
    }

    /** Returns how many bytes the object has. */
    long size() {
        return end - start;
    }

    /** Returns what a field is, as in "is missing" or "is a number". */
    String kind(Key key) {
        return has(key) ? JsonScanner.kind(first(key)) : "missing";
    }

    private byte first(Key key) {
        return scanner.retained(from[slot(key)]);
    }

    @SuppressWarnings("EnumOrdinal") // No index leaves this class, which is too hot for a map.
    private static int slot(Key key) {
        return key.ordinal();
    }
}
