package dev.overseer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.overseer.testkit.EventBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Log files as CloudTrail writes them. */
final class Trail {
    private static final String KEY = "AWSLogs/%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%sT%sZ_%s.json.gz";

    private Trail() {}

    /** Returns the key of a log file, such as of {@code 2026-01-15} at {@code 1005}. */
    static String key(String account, String region, String day, String minute) {
        return KEY.formatted(
                account,
                region,
                day.replace('-', '/'),
                account,
                region,
                day.replace("-", ""),
                minute,
                "UNIQUE" + minute + "abcdef");
    }

    /** Returns a log file. */
    static byte[] log(EventBuilder... events) {
        return zipped(List.of(events).stream()
                .map(EventBuilder::json)
                .collect(Collectors.joining(",", "{\"Records\":[", "]}")));
    }

    /** Returns a text gzipped. */
    static byte[] zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes a file under a folder. */
    static Path put(Path folder, String key, byte[] content) throws IOException {
        Path file = folder.resolve(key);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }
}
