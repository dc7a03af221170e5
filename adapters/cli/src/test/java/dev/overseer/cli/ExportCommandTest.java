package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.sinks.SqliteLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A ledger for other programs. */
@Timeout(60)
class ExportCommandTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    private Path folder;

    private Cli cli;
    private Path ledger;

    @BeforeEach
    void keepSome() throws IOException {
        cli = new Cli().in(folder);
        ledger = folder.resolve("ledger.db");
        Files.writeString(folder.resolve("overseer.yaml"), "ledger: {type: sqlite, path: \"%s\"}".formatted(ledger));
        try (SqliteLedger kept = SqliteLedger.open(ledger)) {
            KeptIncident.of("test1", NOW.minus(Duration.ofDays(2))).closedIn(kept, Kind.REMEDIATED);
            KeptIncident.of("line\nbreak \u2028", NOW.minusSeconds(60)).closedIn(kept, Kind.HELD);
            KeptIncident.of("test3", NOW.minusSeconds(30)).openIn(kept);
        }
    }

    @Test
    void writesADocumentALineTheLatestFirst() throws IOException {
        assertThat(cli.run("export", "--jsonl", "all.jsonl").status()).isZero();

        List<JsonNode> documents = documents(folder.resolve("all.jsonl"));
        assertThat(documents)
                .extracting(document -> document.path("schema").asText())
                .containsExactly("overseer/inflight/1", "overseer/outcome/1", "overseer/outcome/1");
        assertThat(documents)
                .extracting(document -> document.at("/target/id").asText())
                .containsExactly("test3", "line\nbreak \u2028", "test1");
        assertThat(documents).isEqualTo(cli.run("incidents", "-o", "json").documents());
    }

    @Test
    void writesToStdoutWhatCameToStandSoWithinATime() {
        assertThat(cli.run("export", "--jsonl", "-", "--from", "1h").documents())
                .hasSize(2);
        assertThat(cli.run("export", "--jsonl", "-", "--to", "1h").documents()).hasSize(1);
        assertThat(cli.run("export", "--jsonl", "-", "--from", "2h", "--to", "1h")
                        .out())
                .isEmpty();
        assertThat(cli.run("export", "--jsonl", "-", "--from", "1h", "--to", "2h")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void writesMoreThanAListWouldShow() throws IOException {
        try (SqliteLedger kept = SqliteLedger.open(ledger)) {
            IntStream.range(0, 300)
                    .forEach(i ->
                            KeptIncident.of("more" + i, NOW.minusSeconds(i)).closedIn(kept, Kind.GONE));
        }

        assertThat(cli.run("export", "--jsonl", "-").lines()).hasSize(303);
    }

    @Test
    void leavesAFileAsItWasWhenADocumentCannotBeRead() throws IOException, SQLException {
        Path file = Files.writeString(folder.resolve("all.jsonl"), "what was there before");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger)) {
            connection.createStatement().execute("UPDATE incident SET document = '{}' WHERE target = 'test1'");
        }

        Cli.Finished finished = cli.run("export", "--jsonl", file);

        assertThat(finished.err()).contains("holds a document that cannot be read");
        assertThat(finished.status()).isEqualTo(2);
        assertThat(file).hasContent("what was there before");
    }

    @Test
    void asksWhereTo() {
        assertThat(cli.run("export").err()).contains("Missing required option: '--jsonl=FILE'");
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        JsonMapper json = new JsonMapper();
        return Files.readAllLines(file).stream()
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (IOException broken) {
                        throw new AssertionError("not JSON: " + line, broken);
                    }
                })
                .toList();
    }
}
