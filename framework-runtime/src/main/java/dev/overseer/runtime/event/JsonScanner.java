package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes once over JSON text in UTF-8 and steps over what nobody wants at about a byte per processor cycle.
 *
 * <p>It checks the grammar and finds where values begin and end; what they mean is Jackson's to say, which is handed the
 * bytes of the few that count. Jackson's own streaming parser decodes every key and keeps every level, which is half as
 * fast, and its limits end the input where only one event is to blame.
 *
 * <p>Reads a stream through a window: bytes are retained from {@link #retain} on, at most {@link #MOST_RETAINED} of them,
 * and text and nesting of any size is stepped over in constant memory (one bit for each level). Offsets count from the
 * start of the input. For one thread.
 */
final class JsonScanner {
    /** What {@link #peek} returns at the end of the input, or of the line. */
    static final int END = -1;

    /** An event of 1 MiB that travels as text in an envelope, or an incident in ASCII, is up to three times as long. */
    static final int MOST_RETAINED = 4 << 20;

    private static final int WINDOW = 1 << 16;
    private static final int DEEPEST = 1 << 20;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Null at its end, so that nobody at a terminal is asked twice. */
    private @Nullable InputStream in;

    private byte[] buffer;
    private int position;
    private int end;
    private long offsetOfBuffer;

    private boolean lineByLine;
    private long line = 1;
    private long lineStart;

    private int retainedFrom = -1;
    private boolean overflowed;
    private long seen;
    private boolean escapes;
    private int longestNumber;

    private long[] objects = new long[4];
    private int depth;
    private int deepest;
    private boolean nothingYet;

    /** Scans all of the bytes. */
    JsonScanner(byte[] body) {
        this.in = null;
        this.buffer = body;
        this.end = body.length;
    }

    /** Scans a stream. Closing it is left to the caller. */
    JsonScanner(InputStream in) {
        this.in = in;
        this.buffer = new byte[WINDOW];
    }

    /** Returns whether the next bytes are these. */
    boolean startsWith(int... bytes) throws IOException {
        while (end - position < bytes.length) {
            if (!fill()) {
                return false;
            }
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((buffer[position + i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Steps over a byte order mark, which counts for no column. */
    void skipByteOrderMark() throws IOException {
        if (startsWith(0xef, 0xbb, 0xbf)) {
            position += 3;
            lineStart = offset();
        }
    }

    /**
     * Returns whether this looks like JSON lines: the first line that is not blank could be the end of a document, and the
     * next one begins one. Looks ahead at most {@link #MOST_RETAINED} bytes.
     */
    boolean looksLikeLines() throws IOException {
        int first = nextAfterBlanks(0);
        int newline = first < 0 ? -1 : nextNewline(first);
        int second = newline < 0 ? -1 : nextAfterBlanks(newline);
        if (second < 0) {
            return false;
        }
        int last = newline;
        do {
            last--;
        } while (isBlank(buffer[position + last]));
        return isOneOf("{[", buffer[position + second]) && !isOneOf("{[:,", buffer[position + last]);
    }

    /** From now on a line break ends the input, until {@link #nextLine}. */
    void readLineByLine() {
        lineByLine = true;
    }

    /** Goes to the next line, whatever is left of this one; returns false if there is none, or lines do not count. */
    boolean nextLine() throws IOException {
        if (!lineByLine) {
            return false;
        }
        depth = 0;
        release();
        while (true) {
            for (; position < end; position++) {
                if (buffer[position] == '\n') {
                    passNewline();
                    return true;
                }
            }
            if (!fill()) {
                return false;
            }
        }
    }

    /** Returns the next byte that is not white space, without stepping over it; END if there is none. */
    int peek() throws IOException {
        while (position < end || fill()) {
            byte next = buffer[position];
            if (next > ' ') {
                return next;
            }
            if (next == '\n') {
                if (lineByLine) {
                    return END;
                }
                passNewline();
            } else if (next == ' ' || next == '\t' || next == '\r') {
                position++;
            } else {
                return next & 0xff;
            }
        }
        return END;
    }

    /** Steps into the object or array whose beginning was {@linkplain #peek seen} last. */
    void enter() throws JsonSyntaxException {
        depth++;
        if (depth >>> 6 == objects.length) {
            growNesting();
        }
        long bit = 1L << depth;
        if (buffer[position] == '{') {
            objects[depth >>> 6] |= bit;
        } else {
            objects[depth >>> 6] &= ~bit;
        }
        deepest = Math.max(deepest, depth);
        nothingYet = true;
        position++;
    }

    /** Steps to the next element of the object or array; returns false, having stepped out of it, if there is none. */
    boolean more() throws IOException, JsonSyntaxException {
        int next = peek();
        if (next == (inObject() ? '}' : ']')) {
            position++;
            depth--;
            nothingYet = false;
            return false;
        }
        if (nothingYet) {
            nothingYet = false;
            return true;
        }
        if (next != ',') {
            throw unexpected(inObject() ? "`,` or `}`" : "`,` or `]`");
        }
        position++;
        return true;
    }

    /** Steps over a key and its colon. */
    Key key() throws IOException, JsonSyntaxException {
        if (peek() != '"') {
            throw unexpected("a key");
        }
        boolean retaining = retainedFrom >= 0;
        if (!retaining) {
            retainedFrom = position;
        }
        boolean escapesBefore = escapes;
        escapes = false;
        long start = offset();
        string();
        // A key longer than all that is retained is none that is known.
        Key key = retainedFrom < 0 ? Key.OTHER : known(index(start) + 1, position - 1);
        if (!retaining) {
            retainedFrom = -1;
        }
        escapes |= escapesBefore;
        colon();
        return key;
    }

    /** Steps over the value that begins at the next byte, all of it. */
    void skip() throws IOException, JsonSyntaxException {
        int outside = depth;
        value();
        while (depth > outside) {
            if (more()) {
                if (inObject()) {
                    skipKey();
                }
                value();
            }
        }
    }

    /** Returns where the scanner stands, in bytes from the start of the input. */
    long offset() {
        return offsetOfBuffer + position;
    }

    /** Returns the line on which the scanner stands, from 1. */
    long line() {
        return line;
    }

    /** Returns the column at which the scanner stands, in bytes, from 1. */
    long column() {
        return offset() - lineStart + 1;
    }

    /** Returns how many objects and arrays are open. */
    int depth() {
        return depth;
    }

    /** Returns how many objects and arrays were ever open at once since {@link #retain}. */
    int deepest() {
        return deepest;
    }

    /** Returns how many characters the longest number since {@link #retain} has. */
    int longestNumber() {
        return longestNumber;
    }

    /** Returns whether all text since {@link #retain} is ASCII; may err towards no. */
    boolean ascii() {
        return (seen & HIGHS) == 0;
    }

    /** Retains what comes from here on. */
    void retain() {
        retainedFrom = position;
        overflowed = false;
        deepest = depth;
        longestNumber = 0;
        escapes = false;
        seen = 0;
    }

    /** Retains nothing any more. */
    void release() {
        retainedFrom = -1;
    }

    /** Returns whether there was more to be retained than ever is. */
    boolean overflowed() {
        return overflowed;
    }

    /** Returns a retained byte. */
    byte retained(long offset) {
        return buffer[index(offset)];
    }

    /** Returns a copy of retained bytes. */
    byte[] retained(long from, long to) {
        return Arrays.copyOfRange(buffer, index(from), index(to));
    }

    /** Returns what a retained text, quotes and all, says. Bytes that are not UTF-8 become U+FFFD. */
    String retainedText(long from, long to) {
        String raw = new String(buffer, index(from) + 1, (int) (to - from) - 2, ascii() ? ISO_8859_1 : UTF_8);
        return escapes ? unescape(raw) : raw;
    }

    /** Returns what kind of value begins with this byte, as in "is a number". */
    static String kind(int first) {
        return switch (first) {
            case '"' -> "text";
            case '{' -> "an object";
            case '[' -> "an array";
            case 't', 'f' -> "a boolean";
            case 'n' -> "null";
            default -> "a number";
        };
    }

    /** Returns how many bytes the window takes. */
    int windowSize() {
        return buffer.length;
    }

    private void value() throws IOException, JsonSyntaxException {
        switch (peek()) {
            case '"' -> string();
            case '{', '[' -> enter();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw unexpected("a value");
        }
    }

    private Key known(int from, int to) {
        if (!escapes) {
            return Key.of(buffer, from, to);
        }
        byte[] unescaped = unescape(new String(buffer, from, to - from, UTF_8)).getBytes(UTF_8);
        return Key.of(unescaped, 0, unescaped.length);
    }

    private void skipKey() throws IOException, JsonSyntaxException {
        if (peek() != '"') {
            throw unexpected("a key");
        }
        string();
        colon();
    }

    private void colon() throws IOException, JsonSyntaxException {
        if (peek() != ':') {
            throw unexpected("`:`");
        }
        position++;
    }

    private void string() throws IOException, JsonSyntaxException {
        position++;
        while (true) {
            position = nextSpecial(position);
            if (position == end) {
                if (!fill()) {
                    throw unexpected("`\"`");
                }
                continue;
            }
            byte special = buffer[position];
            if (special == '"') {
                position++;
                return;
            }
            if (special != '\\') {
                throw unescaped(special);
            }
            position++;
            escape();
        }
    }

    /** Returns the index of the next byte that is a quote, a backslash or a control character; {@code end} if none is. */
    private int nextSpecial(int from) {
        byte[] bytes = buffer;
        int at = from;
        long all = seen;
        for (int last = end - Long.BYTES; at <= last; at += Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            all |= word;
            // Below the lowest mark there is none of the three.
            long marks = zeros(word ^ (ONES * '"')) | zeros(word ^ (ONES * '\\')) | controls(word);
            if (marks != 0) {
                seen = all;
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        for (; at < end; at++) {
            byte next = bytes[at];
            all |= next;
            if (next == '"' || next == '\\' || isControl(next)) {
                break;
            }
        }
        seen = all;
        return at;
    }

    private void escape() throws IOException, JsonSyntaxException {
        escapes = true;
        int escaped = current();
        if (escaped == END || !isOneOf("\"\\/bfnrtu", (byte) escaped)) {
            throw unexpected("one of `\"\\/bfnrtu`");
        }
        position++;
        for (int digits = escaped == 'u' ? 4 : 0; digits > 0; digits--) {
            if (Character.digit(current(), 16) < 0) {
                throw unexpected("a hexadecimal digit");
            }
            position++;
        }
    }

    private void number() throws IOException, JsonSyntaxException {
        long start = offset();
        if (current() == '-') {
            position++;
        }
        if (current() == '0') {
            position++;
        } else {
            digits();
        }
        if (current() == '.') {
            position++;
            digits();
        }
        if (current() == 'e' || current() == 'E') {
            position++;
            if (current() == '+' || current() == '-') {
                position++;
            }
            digits();
        }
        longestNumber = (int) Math.max(longestNumber, Math.min(offset() - start, Integer.MAX_VALUE));
    }

    private void digits() throws IOException, JsonSyntaxException {
        if (!isDigit(current())) {
            throw unexpected("a digit");
        }
        while (isDigit(current())) {
            position++;
        }
    }

    private void literal(String text) throws IOException, JsonSyntaxException {
        for (int i = 0; i < text.length(); i++) {
            if (current() != text.charAt(i)) {
                throw unexpected('`' + text + '`');
            }
            position++;
        }
    }

    private int current() throws IOException {
        return position < end || fill() ? buffer[position] & 0xff : END;
    }

    private boolean inObject() {
        return (objects[depth >>> 6] & (1L << depth)) != 0;
    }

    private void growNesting() throws JsonSyntaxException {
        if (depth >= DEEPEST) {
            throw new JsonSyntaxException("it is nested deeper than %,d levels".formatted(DEEPEST));
        }
        objects = Arrays.copyOf(objects, objects.length * 2);
    }

    private void passNewline() {
        position++;
        line++;
        lineStart = offset();
    }

    private int index(long offset) {
        return (int) (offset - offsetOfBuffer);
    }

    /** Makes more bytes available; returns false at the end. Moves everything that is not an offset. */
    private boolean fill() throws IOException {
        if (in == null) {
            return false;
        }
        if (retainedFrom >= 0 && position - retainedFrom > MOST_RETAINED) {
            retainedFrom = -1;
            overflowed = true;
        }
        int keep = retainedFrom >= 0 ? retainedFrom : position;
        if (keep > 0) {
            System.arraycopy(buffer, keep, buffer, 0, end - keep);
            position -= keep;
            end -= keep;
            offsetOfBuffer += keep;
            retainedFrom = retainedFrom < 0 ? -1 : 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            in = null;
            return false;
        }
        end += read;
        return true;
    }

    /** Returns the next place from the current one on that is not white space, counted from the current one, or -1. */
    private int nextAfterBlanks(int from) throws IOException {
        for (int at = from; available(at); at++) {
            if (!isBlank(buffer[position + at])) {
                return at;
            }
        }
        return -1;
    }

    private int nextNewline(int from) throws IOException {
        int at = from;
        while (available(at)) {
            int start = position + at;
            int stop = end;
            for (int last = stop - Long.BYTES; start <= last; start += Long.BYTES) {
                if (zeros((long) WORDS.get(buffer, start) ^ (ONES * '\n')) != 0) {
                    break;
                }
            }
            for (; start < stop; start++) {
                if (buffer[start] == '\n') {
                    return start - position;
                }
            }
            at = start - position;
        }
        return -1;
    }

    private boolean available(int at) throws IOException {
        while (position + at >= end) {
            if (at > MOST_RETAINED || !fill()) {
                return false;
            }
        }
        return true;
    }

    private static String unescape(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int from = 0;
        for (int at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', from)) {
            text.append(raw, from, at);
            char escaped = raw.charAt(at + 1);
            from = at + (escaped == 'u' ? 6 : 2);
            text.append(
                    switch (escaped) {
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case 'u' -> (char) Integer.parseInt(raw, at + 2, from, 16);
                        default -> escaped;
                    });
        }
        return text.append(raw, from, raw.length()).toString();
    }

    /** Marks the bytes that are 0, and possibly some above the lowest of them. */
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    /** Marks the bytes that are control characters, and possibly some above the lowest of them. */
    private static long controls(long word) {
        return (word - ONES * ' ') & ~word & HIGHS;
    }

    private static boolean isControl(byte next) {
        return next >= 0 && next < ' ';
    }

    private static boolean isBlank(byte next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }

    private static boolean isDigit(int next) {
        return next >= '0' && next <= '9';
    }

    private static boolean isOneOf(String characters, byte next) {
        return next > 0 && characters.indexOf(next) >= 0;
    }

    private JsonSyntaxException unescaped(byte control) throws IOException {
        return control == '\n' && lineByLine
                ? unexpected("`\"`")
                : new JsonSyntaxException("byte 0x%02x stands in a text without an escape".formatted(control));
    }

    private JsonSyntaxException unexpected(String expected) throws IOException {
        int found = current();
        if (found == END) {
            return new JsonSyntaxException("it ends where %s is expected".formatted(expected));
        }
        if (found == '\n' && lineByLine) {
            return new JsonSyntaxException("the line ends where %s is expected".formatted(expected));
        }
        String shown = found > ' ' && found < 0x7f ? "`" + (char) found + "`" : "byte 0x%02x".formatted(found);
        return new JsonSyntaxException("%s stands where %s is expected".formatted(shown, expected));
    }
}
