package dev.overseer.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Writes log files as CloudTrail does, from recorded records that are repeated under new event ids. */
public final class LogFiles {
    private static final int RECORDS_OF_FILE = 200;
    private static final int DAYS = 28;
    private static final int MINUTES_OF_DAY = 1440;
    private static final long MEGABYTE = 1_000_000;
    private static final Pattern ID = Pattern.compile("(\"eventID\":\")[0-9a-f]{8}(?=-[0-9a-f]{4}-)");

    private LogFiles() {}

    /** Writes them: the file of records, one a line; the folder; how many megabytes uncompressed. */
    public static void main(String[] args) throws IOException {
        List<String> records = Files.readAllLines(Path.of(args[0]));
        Path folder = Path.of(args[1]);
        long left = Long.parseLong(args[2]) * MEGABYTE;
        int file = 0;
        for (int copy = 0; left > 0; copy++) {
            for (int from = 0; from < records.size() && left > 0; from += RECORDS_OF_FILE) {
                byte[] log = log(records.subList(from, Math.min(records.size(), from + RECORDS_OF_FILE)), copy);
                write(folder, file++, log);
                left -= log.length;
            }
        }
    }

    private static byte[] log(List<String> records, int copy) {
        String id = Matcher.quoteReplacement("%08x".formatted(copy));
        return records.stream()
                .map(record -> ID.matcher(record).replaceAll("$1" + id))
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"))
                .getBytes(UTF_8);
    }

    private static void write(Path folder, int number, byte[] log) throws IOException {
        int day = number % DAYS + 1;
        int minute = number / DAYS % MINUTES_OF_DAY;
        Path file = folder.resolve(
                "AWSLogs/123456789012/CloudTrail/eu-west-1/2026/01/%02d/123456789012_CloudTrail_eu-west-1_202601%02dT%02d%02dZ_%016d.json.gz"
                        .formatted(day, day, minute / 60, minute % 60, number));
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(log);
        }
    }
}
