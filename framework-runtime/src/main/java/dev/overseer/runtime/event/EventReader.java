package dev.overseer.runtime.event;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads events from bytes, in all forms in which they come: an EventBridge event; a CloudTrail record; a log file; an array
 * or lines of those; a message of SNS or SQS, or a Lambda batch of either, around one; an answer of LookupEvents; a
 * suspended incident. Each also gzipped.
 *
 * <p>Everything readable is delivered, in order, on the calling thread, one {@link Reading} for each event. A syntax error
 * ends the input (in JSON lines: the line), a wrong type ends the event; both are delivered as
 * {@link Reading.Unreadable}. Input of any size is read in one pass and in bounded memory; an event may have 1 MiB and 200
 * levels. Keys may come in any order; of two with the same name, the last counts. What the consumer throws ends the reading
 * and reaches the caller.
 *
 * <p>Safe for several threads.
 */
public final class EventReader {
    private static final String START = "line 1, column 1";
    private static final int GZIP_BUFFER = 1 << 16;
    private static final Pattern LINES = Pattern.compile(".*\\.(jsonl|ndjson)(\\.gz)?", Pattern.CASE_INSENSITIVE);

    private final EventRouter router;
    private final JsonTrees trees = new JsonTrees();

    /** Makes a reader of the events that the router's controls want. */
    public EventReader(EventRouter router) {
        this.router = router;
    }

    /**
     * Reads a body that is in memory already, such as a queue's message.
     *
     * @param source what to call it in what cannot be read
     */
    public void read(byte[] body, String source, Consumer<Reading> to) {
        try {
            if (isGzip(body)) {
                read(new ByteArrayInputStream(body), source, to);
            } else {
                read(new JsonScanner(body), false, source, to);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("An array of bytes cannot be read: " + source, impossible);
        }
    }

    /**
     * Reads a stream to its end, and leaves it open.
     *
     * @param source what to call it in what cannot be read
     * @throws IOException if the stream throws one; what was read before has been delivered
     */
    public void read(InputStream in, String source, Consumer<Reading> to) throws IOException {
        read(in, false, source, to);
    }

    /**
     * Reads a stream to its end as {@link #readFile} reads a file of that name, and leaves it open.
     *
     * @param source what to call it in what cannot be read
     * @throws IOException if the stream throws one; what was read before has been delivered
     */
    public void readNamed(InputStream in, String name, String source, Consumer<Reading> to) throws IOException {
        read(in, isLines(name), source, to);
    }

    /**
     * Reads a file. One whose name ends in {@code .jsonl} or {@code .ndjson}, or in these and {@code .gz}, is read line by
     * line; of others the beginning decides. A file that cannot be read is delivered as {@link Reading.Unreadable}.
     *
     * @param source what to call it in what cannot be read
     */
    public void readFile(Path file, String source, Consumer<Reading> to) {
        boolean lines = isLines(String.valueOf(file.getFileName()));
        try (InputStream in = Files.newInputStream(file)) {
            read(in, lines, source, to);
        } catch (NoSuchFileException missing) {
            to.accept(new Reading.Unreadable(source, START, "there is no such file"));
        } catch (AccessDeniedException denied) {
            to.accept(new Reading.Unreadable(source, START, "this process may not read the file"));
        } catch (IOException broken) {
            to.accept(new Reading.Unreadable(source, START, "the file cannot be read: " + broken.getMessage()));
        }
    }

    private static boolean isLines(String name) {
        return LINES.matcher(name).matches();
    }

    private void read(InputStream in, boolean lines, String source, Consumer<Reading> to) throws IOException {
        PushbackInputStream head = new PushbackInputStream(in, 2);
        byte[] magic = head.readNBytes(2);
        head.unread(magic);
        if (isGzip(magic)) {
            readZipped(head, lines, source, to);
        } else {
            read(new JsonScanner(head), lines, source, to);
        }
    }

    private void readZipped(InputStream in, boolean lines, String source, Consumer<Reading> to) throws IOException {
        JsonScanner scanner;
        try {
            scanner = new JsonScanner(new GZIPInputStream(new Awaited(in), GZIP_BUFFER));
        } catch (ZipException | EOFException damaged) {
            to.accept(new Reading.Unreadable(source, START, "the gzip data has no sound header"));
            return;
        }
        try {
            read(scanner, lines, source, to);
        } catch (ZipException | EOFException damaged) {
            String position = "line %d, column %d".formatted(scanner.line(), scanner.column());
            to.accept(new Reading.Unreadable(source, position, "the gzip data is damaged or ends too early"));
        }
    }

    private void read(JsonScanner scanner, boolean lines, String source, Consumer<Reading> to) throws IOException {
        if (scanner.startsWith(0xfe, 0xff) || scanner.startsWith(0xff, 0xfe)) {
            to.accept(new Reading.Unreadable(source, START, "this is UTF-16, but only UTF-8 is read"));
            return;
        }
        scanner.skipByteOrderMark();
        if (lines || scanner.looksLikeLines()) {
            scanner.readLineByLine();
        }
        new InputWalk(router, trees, scanner, source, to).deliver();
    }

    private static boolean isGzip(byte[] head) {
        return head.length >= 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
    }

    /** Of several gzip members in a row, the JDK finds those before which something is {@code available}. */
    private static final class Awaited extends FilterInputStream {
        Awaited(InputStream in) {
            super(in);
        }

        @Override
        public int available() throws IOException {
            return Math.max(1, super.available());
        }
    }
}
