package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.cli.html.Inline;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.sinks.SqliteLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page that is made of a ledger, and what keeps it from being made. */
@Timeout(120)
class ReportCommandTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final String ELSEWHERE = "210987654321";
    private static final String HOSTILE = "</script><!--<script>alert('1')</script>\u2028\u202e\" onload=\"alert(2)";

    @TempDir
    private Path folder;

    private Cli cli;
    private Path ledger;
    private Path page;

    @BeforeEach
    void configure() throws IOException {
        cli = new Cli().in(folder);
        ledger = folder.resolve("ledger.db");
        page = folder.resolve("report.html");
        configure("");
    }

    @Test
    void countsWhereIncidentsStand() throws IOException {
        town();

        String text = report();

        assertThat(text)
                .contains("9 incidents", "3 REMEDIATED", "2 wait for a person", "1 under way", "10m median time")
                .contains("2 compliant at first sight")
                .contains("REMEDIATED 3", "PLANNED 1", "left alone 1", "OPEN 1", "HELD 2", "TIMED_OUT 0", "FAILED 1");
    }

    @Test
    void countsByControlAndAccount() throws IOException {
        town();

        String text = report();

        assertThat(text)
                .contains("control all REMEDIATED PLANNED waiting glue-dev-endpoint 8 3 0 2 s3-bucket-public 1 0 1 0")
                .contains("account all REMEDIATED PLANNED waiting 123456789012 7 3 0 1 210987654321 2 0 1 1");
    }

    @Test
    void countsDeletionsByRoleAndPersonRatherThanSession() throws IOException {
        town();

        assertThat(report())
                .contains(
                        "deletions arn:aws:sts::123456789012:assumed-role/Deploy 2 arn:aws:iam::123456789012:user/Ann 1 ");
    }

    @Test
    void tellsHowLongRemediationsTook() throws IOException {
        town();

        assertThat(report())
                .contains("Median 10m; 90% within 2d; longest 2d.")
                .contains("under 1 minute 0 1 to 5 minutes 1 5 to 15 minutes 1")
                .contains("1 to 7 days 1 7 days and more 0");
    }

    @Test
    void tellsForHowLongNobodyHasSeenToIt() throws IOException {
        town();

        assertThat(report())
                .contains("since it stands so OPEN HELD TIMED_OUT FAILED under 1 hour 1 0 0 0")
                .contains("1 to 7 days 0 1 0 0")
                .contains("30 to 90 days 0 0 0 1");
    }

    @Test
    void listsExemptionsInForceTheFirstToEndFirst() throws IOException {
        configure("""
                exemptions:
                  - {control: glue-dev-endpoint, resource: "lab-*", reason: "a <b>lab</b>", owner: "team@example.com", until: 2199-01-31}
                  - {resource: "old-*", reason: "gone", owner: "team@example.com", until: 2020-01-31}
                """);
        try (SqliteLedger kept = SqliteLedger.open(ledger)) {
            Incident incident = KeptIncident.of("undone", NOW).closedIn(kept, Kind.REMEDIATED);
            kept.begin(new Undo(
                    incident.id(),
                    "journal",
                    incident.control(),
                    incident.target(),
                    "arn:aws:iam::123456789012:user/Bob",
                    "it broke the build",
                    NOW,
                    NOW.plus(Duration.ofDays(3)).plusSeconds(600),
                    Optional.empty()));
        }

        assertThat(report())
                .contains("2 in force, of which 1 end within 30 days. 1 more in the configuration have expired.")
                .containsSubsequence(
                        "3 days until ",
                        "glue-dev-endpoint resource undone in 123456789012/eu-west-1 it broke the build; arn:aws:iam::123456789012:user/Bob",
                        "days until 2199-02-01 00:00 glue-dev-endpoint resource lab-* a &lt;b&gt;lab&lt;/b&gt;; team@example.com overseer.yaml:3:5");
    }

    @Test
    void hasTheStoriesOfIncidentsTheUnresolvedFirst() throws IOException {
        town();
        report();

        JsonNode stories = stories();

        assertThat(stories)
                .extracting(story -> story.path("target").asText())
                .first()
                .isEqualTo("under-way");
        assertThat(stories)
                .extracting(story -> story.path("state").asText())
                .startsWith("OPEN", "HELD", "FAILED")
                .hasSize(9);
        JsonNode deleted = stories.valueStream()
                .filter(story -> story.path("target").asText().equals("test1"))
                .findFirst()
                .orElseThrow();
        assertThat(deleted.toString())
                .contains("called glue:DeleteDevEndpoint: answered (request request-1)", "REMEDIATED after look")
                .contains("\"caused by\",\"arn:aws:sts::123456789012:assumed-role/Deploy/run-1\"")
                .contains("35 characters of the resource as it was")
                .doesNotContain("secret-of-before");
        assertThat(stories.toString()).contains("approved by arn:aws:iam::123456789012:user/Bob");
    }

    @Test
    void namesFromEventsAreText() throws IOException {
        try (SqliteLedger kept = SqliteLedger.open(ledger)) {
            KeptIncident.of(HOSTILE, NOW)
                    .by("arn:aws:iam::123456789012:user/" + HOSTILE)
                    .under("control" + HOSTILE)
                    .saying(HOSTILE)
                    .closedIn(kept, Kind.REMEDIATED);
        }
        report();

        String html = Files.readString(page);

        assertThat(html).doesNotContain("<!--", "\u2028", "\u202e", "<script>alert");
        assertThat(html).doesNotContainPattern("<[^>]*onload");
        assertThat(count(html, "<script")).isEqualTo(2);
        assertThat(count(html, "</script")).isEqualTo(2);
        assertThat(html).contains("control&lt;/<wbr>script&gt;&lt;!--", "user/<wbr>&lt;/<wbr>script&gt;");
        assertThat(stories().get(0).path("summary").asText())
                .isEqualTo("</script><!--<script>alert('1')</script>\\u{2028}\\u{202e}\" onload=\"alert(2)");
    }

    @Test
    void asksNoOtherHostForAnythingAndSaysSo() throws IOException {
        town();
        report();
        String html = Files.readString(page);

        assertThat(html).doesNotContain("http:", "https:", "src=", "href=", "url(", "@import", "style=", "onclick");
        assertThat(html)
                .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; "
                        + "base-uri &#39;none&#39;; form-action &#39;none&#39;; style-src %s; script-src %s\">"
                                .formatted(source(html, "style"), source(html, "script")));
    }

    @Test
    void anEmptyLedgerMakesAnEmptyPage() throws IOException {
        SqliteLedger.open(ledger).close();

        assertThat(report())
                .contains("The ledger has no incident yet.", "0 incidents", "None is in force.")
                .doesNotContain("Controls", "Time to remediate");
        assertThat(stories()).isEmpty();
    }

    @Test
    void isAboutTheTimeThatIsAskedFor() throws IOException {
        town();

        assertThat(report("--from", "36h"))
                .contains("4 incidents", "2 REMEDIATED")
                .doesNotContain("at first sight");
        assertThat(report("--to", "36h")).contains("5 incidents", "1 REMEDIATED");
        assertThat(report("--from", "2020-01-01", "--to", "2020-02-01"))
                .contains("The ledger has no incident from 2020-01-01 00:00 up to 2020-02-01 00:00 UTC.");
    }

    @Test
    void saysWhatItLeavesOut() throws IOException {
        try (SqliteLedger kept = SqliteLedger.open(ledger)) {
            IntStream.range(0, 520)
                    .forEach(i -> KeptIncident.of("test" + i, NOW.minusSeconds(i))
                            .closedIn(kept, i < 400 ? Kind.HELD : Kind.GONE));
        }

        assertThat(report())
                .contains("520 incidents", "Of 520 incidents, the page has 500: those that are unresolved first");
        assertThat(stories())
                .extracting(story -> story.path("state").asText())
                .filteredOn("HELD"::equals)
                .hasSize(380);
    }

    @Test
    void writesToStdout() throws IOException {
        town();

        Cli.Finished finished = cli.run("report", "--html", "-");

        assertThat(finished.out()).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(finished.err()).isEmpty();
    }

    @Test
    void replacesAFileAtOnce() throws IOException {
        town();
        Files.writeString(page, "what was there before");
        Path link = Files.createSymbolicLink(folder.resolve("latest.html"), page);

        assertThat(cli.run("report", "--html", link).status()).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(page).content().startsWith("<!doctype html>");
        assertThat(filesLike(".report.html")).isEmpty();
    }

    @Test
    void leavesAFileAsItWasWhenTheLedgerCannotBeRead() throws IOException, SQLException {
        town();
        Files.writeString(page, "what was there before");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger)) {
            connection.createStatement().execute("PRAGMA user_version = 99");
        }

        Cli.Finished finished = cli.run("report", "--html", page);

        assertThat(finished.err()).contains("has schema 99, of a newer release of Overseer");
        assertThat(finished.status()).isEqualTo(2);
        assertThat(page).hasContent("what was there before");
        assertThat(filesLike(".report.html")).isEmpty();
    }

    @Test
    void refusesATimeThatEndsBeforeItBegins() throws IOException {
        town();

        Cli.Finished finished = cli.run("report", "--html", page, "--from", "2026-02-01", "--to", "2026-01-01");

        assertThat(finished.err())
                .startsWith("overseer: --from 2026-02-01T00:00:00Z is not before --to 2026-01-01T00:00:00Z");
        assertThat(finished.status()).isEqualTo(2);
        assertThat(page).doesNotExist();
    }

    @Test
    void saysWhyAFileCannotBeWritten() throws IOException {
        town();

        assertThat(cli.run("report", "--html", folder.resolve("no/such/report.html"))
                        .err())
                .contains("report.html cannot be written: its folder does not exist");
        assertThat(cli.run("report", "--html", folder).status()).isEqualTo(2);

        Path locked = Files.createDirectory(
                folder.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeFalse(Files.isWritable(locked), "this user may write to every directory");
        assertThat(cli.run("report", "--html", locked.resolve("report.html")).err())
                .contains("report.html cannot be written: permission denied");
    }

    @Test
    void saysThatThereIsNothingToReport() throws IOException {
        assertThat(cli.run("report", "--html", page).err()).startsWith("overseer: There is no ledger in ");
        Files.writeString(folder.resolve("overseer.yaml"), "ledger: {type: none}");
        assertThat(cli.run("report", "--html", page).err())
                .startsWith("overseer: `ledger: none` in the configuration keeps nothing");
        assertThat(page).doesNotExist();
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                folder.resolve("overseer.yaml"), "ledger: {type: sqlite, path: \"%s\"}%n%s".formatted(ledger, more));
    }

    private void town() {
        String deploy = "arn:aws:sts::123456789012:assumed-role/Deploy/run-";
        try (SqliteLedger kept = SqliteLedger.open(ledger)) {
            Incident approved = KeptIncident.of("test1", NOW.minusSeconds(60))
                    .by(deploy + 1)
                    .after(Duration.ofMinutes(2))
                    .closedIn(kept, Kind.REMEDIATED);
            kept.release(leave(Release.Kind.APPROVED, "before-" + approved.id(), approved.id()));
            KeptIncident.of("test2", NOW.minusSeconds(120))
                    .by(deploy + 2)
                    .after(Duration.ofMinutes(10))
                    .closedIn(kept, Kind.REMEDIATED);
            KeptIncident.of("test3", NOW.minus(Duration.ofDays(3)))
                    .after(Duration.ofDays(2))
                    .closedIn(kept, Kind.REMEDIATED);
            KeptIncident.of("under-way", NOW.minusSeconds(30)).openIn(kept);
            KeptIncident.of("held", NOW.minus(Duration.ofDays(2))).closedIn(kept, Kind.HELD);
            KeptIncident.of("failed", NOW.minus(Duration.ofDays(40)))
                    .in(ELSEWHERE)
                    .closedIn(kept, Kind.FAILED);
            Incident retried =
                    KeptIncident.of("retried", NOW.minus(Duration.ofDays(5))).closedIn(kept, Kind.HELD);
            kept.release(leave(Release.Kind.RETRIED, retried.id(), "after-" + retried.id()));
            KeptIncident.of("exempt", NOW.minus(Duration.ofDays(4))).closedIn(kept, Kind.EXEMPT);
            KeptIncident.of("bucket", NOW.minusSeconds(90))
                    .under("s3-bucket-public")
                    .in(ELSEWHERE)
                    .closedIn(kept, Kind.PLANNED);
            kept.passed("glue-dev-endpoint", "123456789012", NOW);
            kept.passed("glue-dev-endpoint", "123456789012", NOW);
        }
    }

    private static Release leave(Release.Kind kind, String predecessor, String successor) {
        return new Release(
                kind, predecessor, successor, List.of(), "arn:aws:iam::123456789012:user/Bob", "looked at it", NOW);
    }

    /** Makes the report, and returns what a person reads of it but the incidents. */
    private String report(Object... options) throws IOException {
        Object[] arguments = Stream.concat(Stream.of("report", "--html", page), Stream.of(options))
                .toArray();
        Cli.Finished finished = cli.run(arguments);
        assertThat(finished.err()).isEmpty();
        assertThat(finished.status()).isZero();
        return Files.readString(page)
                .replaceAll("(?s)<(script|style|title).*?</\\1>", "")
                .replace("<wbr>", "")
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    private JsonNode stories() throws IOException {
        Matcher data = Pattern.compile("(?s)<script type=\"application/json\" id=\"stories\">(.*?)</script>")
                .matcher(Files.readString(page));
        assertThat(data.find()).isTrue();
        return new JsonMapper().readTree(data.group(1));
    }

    private static String source(String html, String element) {
        Matcher inline = Pattern.compile("(?s)<%s>(.*?)</%s>".formatted(element, element))
                .matcher(html);
        assertThat(inline.find()).isTrue();
        return new Inline(inline.group(1)).source().replace("'", "&#39;");
    }

    private List<Path> filesLike(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
