package dev.overseer.sinks;

import static dev.overseer.sinks.Samples.incident;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.ledger.JournaledWrite;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that are killed in the middle of their work leave a sound ledger, with all that they had said was in it. */
@Tag("slow")
class KilledWriterTest {
    private static final int ROUNDS = 12;

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostOrHalfWritten() throws Exception {
        Path file = directory.resolve("ledger.db");
        Random random = new Random(20_260_115);
        List<String> said = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            said.addAll(killed(file, "round%d-".formatted(round), 1 + random.nextInt(400)));
            assertSound(file);
        }

        assertThat(said).hasSizeGreaterThan(ROUNDS);
        try (SqliteLedger ledger = SqliteLedger.open(file)) {
            for (String line : said) {
                assertKept(ledger, line);
            }
        }
    }

    /** Starts a writer, kills it once it has said so many lines, and returns all that it said until it died. */
    private List<String> killed(Path file, String endpoints, int lines) throws IOException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        file.toString(),
                        endpoints)
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
                if (said.size() == lines) {
                    // Process.destroyForcibly would close the stream, and with it lose what was said last.
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly().onExit().join();
        }
        assertThat(said).hasSizeGreaterThanOrEqualTo(lines);
        return said;
    }

    private static void assertSound(Path file) throws SQLException {
        try (RawDatabase database = new RawDatabase(file)) {
            assertThat(database.texts("PRAGMA integrity_check")).containsExactly("ok");
            assertThat(database.texts("PRAGMA foreign_key_check")).isEmpty();
            assertThat(database.texts("SELECT incident FROM enforcement EXCEPT SELECT incident FROM write"))
                    .isEmpty();
            assertThat(database.texts("SELECT id FROM incident EXCEPT SELECT incident FROM transition"))
                    .isEmpty();
            assertThat(database.texts("SELECT id FROM incident WHERE told_writes IS NOT 1"))
                    .isEmpty();
            assertThat(database.texts(
                            "SELECT incident FROM enforcement JOIN incident ON id = incident WHERE ended IS NULL"))
                    .isEmpty();
        }
    }

    private static void assertKept(SqliteLedger ledger, String line) {
        String id = incident(line.substring(line.indexOf(' ') + 1)).id();
        List<JournaledWrite> writes = ledger.writes(id);
        assertThat(writes).as(line).hasSize(1);
        if (!line.startsWith("claimed")) {
            assertThat(writes.getFirst().result()).as(line).isPresent();
        }
        if (line.startsWith("closed")) {
            assertThat(ledger.entry(id)).as(line).isPresent();
        }
    }
}
