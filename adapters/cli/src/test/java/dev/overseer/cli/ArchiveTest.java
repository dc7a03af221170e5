package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.EndpointEvents.secure;
import static dev.overseer.cli.Trail.key;
import static dev.overseer.cli.Trail.log;
import static dev.overseer.cli.Trail.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.testkit.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that hold what CloudTrail wrote, and what else lies between. */
class ArchiveTest {
    private static final String ACCOUNT = "123456789012";

    @TempDir
    private Path folder;

    private final Cli cli = new Cli();

    @Test
    void readsTheRestOfAnArchiveWithBrokenFilesAndNamesEach() throws IOException {
        byte[] log = log(insecure("cut").id("e1"), insecure("off").id("e2"));
        Path cut = put(folder, at("2026-01-14", "0001"), Arrays.copyOf(log, log.length - 20));
        Path empty = put(folder, at("2026-01-14", "0002"), new byte[0]);
        Path picture = put(folder, at("2026-01-14", "0003"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1});
        put(
                folder,
                "AWSLogs/123456789012/CloudTrail-Digest/eu-west-1/2026/01/14/x_CloudTrail-Digest_y.json.gz",
                Trail.zipped("{\"awsAccountId\":\"123456789012\"}"));
        put(folder, at("2026-01-14", "0004"), log(insecure("whole").id("e3")));

        Cli.Finished finished = cli.run("evaluate", "-o", "json", folder);

        assertThat(finished.documents())
                .filteredOn(document -> document.path("schema").asText().equals("overseer/unreadable/1"))
                .extracting(document -> document.path("source").asText())
                .containsExactly(cut.toString(), empty.toString(), picture.toString());
        assertThat(finished.documents().getLast().path("target").path("id").asText())
                .isEqualTo("whole");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void countsADuplicateOnce() throws IOException {
        put(
                folder,
                at("2026-01-14", "0001"),
                log(insecure("a").id("e1"), insecure("b").id("e2")));
        put(
                folder,
                at("2026-01-14", "0002"),
                log(insecure("b").id("e2"), insecure("c").id("e3")));

        assertThat(cli.run("evaluate", folder).lines()).endsWith("4 events: 3 failing, 1 seen again");
        assertThat(summary(folder).path("fails").asInt()).isEqualTo(3);
    }

    @Test
    void heedsTimeAccountAndRegionOfTheEventsWhereverTheyLie() throws IOException {
        Instant noon = Instant.parse("2026-01-14T12:00:00Z");
        put(
                folder,
                "flat.json.gz",
                log(
                        insecure("early").id("e1").at(noon.minusSeconds(1)),
                        insecure("right").id("e2").at(noon),
                        insecure("late").id("e3").at(noon.plusSeconds(60)),
                        insecure("other").id("e4").at(noon).account("210987654321"),
                        insecure("elsewhere").id("e5").at(noon).region("us-east-1")));

        Cli.Finished finished = cli.run(
                "evaluate",
                "-o",
                "json",
                "--from=2026-01-14T12:00:00Z",
                "--to=2026-01-14T12:01:00Z",
                "--account=123456789012",
                "--region=eu-west-1,eu-west-2",
                folder);

        assertThat(finished.document().path("target").path("id").asText()).isEqualTo("right");
    }

    @Test
    void goesOnAfterAFile() throws IOException {
        Path first = put(folder, at("2026-01-14", "0001"), log(insecure("a").id("e1")));
        put(folder, at("2026-01-15", "0001"), log(insecure("b").id("e2")));

        Cli.Finished finished = cli.run("evaluate", "-o", "json", "--after", first, folder);

        assertThat(finished.document().path("target").path("id").asText()).isEqualTo("b");
        assertThat(cli.run("evaluate", "--after=elsewhere/x.json", folder).err())
                .startsWith("overseer: --after: \"elsewhere/x.json\" is in no input.");
    }

    @Test
    void refusesOptionsThatCannotBeRight() {
        assertThat(cli.run("evaluate", "--from=2026-01-15", "--to=2026-01-14", folder)
                        .err())
                .startsWith("overseer: --from 2026-01-15 is not before --to 2026-01-14");
        assertThat(cli.run("evaluate", "--account=12", folder).err()).contains("\"12\" is not an AWS account");
        assertThat(cli.run("evaluate", "--from=yesterday", folder).err()).contains("\"yesterday\" is not a time");
    }

    @Test
    void addsUpWhatWouldHaveBeenDone() throws IOException {
        put(
                folder,
                at("2026-01-14", "0001"),
                log(
                        insecure("a").id("e1"),
                        insecure("b").id("e2").by("arn:aws:iam::123456789012:user/bob"),
                        secure("c").id("e3"),
                        secure("d").id("e4").request("subnetId", "HIDDEN_DUE_TO_SECURITY_REASONS"),
                        insecure("f").id("e5").error("AccessDenied"),
                        Events.apiCall("sts", "AssumeRole").id("e6")));

        Cli.Finished text = cli.with("COLUMNS", "80").run("evaluate", "--summary", folder);
        JsonNode json = summary(folder);

        assertThat(text.out()).isEqualTo("""
                2026-01-15 10:00 to 2026-01-15 10:00
                          2 would be remediated (FAILS)
                          1 would be left alone (PASSES)
                          1 would have to be looked at (NOT_JUDGED)

                CONTROL                                 FAILS     PASSES NOT_JUDGED
                glue-dev-endpoint                           2          1          1  █████

                CHECK                                                           FAILS
                glue-dev-endpoint public-keys                                       2
                glue-dev-endpoint security-configuration                            2
                glue-dev-endpoint security-groups                                   2
                glue-dev-endpoint subnet                                            2

                ACCOUNT                                 FAILS     PASSES NOT_JUDGED
                123456789012                                2          1          1  █████

                REGION                                  FAILS     PASSES NOT_JUDGED
                eu-west-1                                   2          1          1  █████

                DAY                                     FAILS     PASSES NOT_JUDGED
                2026-01-15                                  2          1          1  █████

                WHO                                     FAILS     PASSES NOT_JUDGED
                …:iam::123456789012:role/developer          1          1          1  ███
                arn:aws:iam::123456789012:user/bob          1          0          0  ███

                ignored 2: 1 NO_CONTROL, 1 FAILED_CALL
                """);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(text.status()).isEqualTo(3);
        assertThat(json.path("schema").asText()).isEqualTo("overseer/summary/1");
        assertThat(json.path("fails").asInt()).isEqualTo(2);
        assertThat(json.path("days").get(0).path("day").asText()).isEqualTo("2026-01-15");
        assertThat(json.path("ignored").path("FAILED_CALL").asInt()).isEqualTo(1);
    }

    @Test
    void writesAPageThatAsksNobodyForAnythingAndEscapesWhatEventsCarry() throws IOException {
        put(
                folder,
                "x.json.gz",
                log(insecure("a").id("e1").by("arn:aws:iam::123456789012:user/<script>alert('1')</script>\"&\u202E")));
        put(folder, "<img src=x onerror=alert(1)>.json", new byte[0]);
        Path page = folder.resolve("summary.html");

        Cli.Finished finished = cli.run("evaluate", "--html", page, folder);

        String html = Files.readString(page);
        assertThat(finished.out()).contains("1 would be remediated");
        assertThat(html)
                .contains("default-src 'none'; style-src 'sha256-")
                .contains("user/<wbr>&lt;script&gt;alert(&#39;1&#39;)&lt;/<wbr>script&gt;&quot;&amp;\\u{202e}")
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<script", "<img", "http:", "https:", "style=", "url(");
        assertThat(finished.out()).doesNotContain("\u202E");
        assertThat(cli.run("evaluate", "--html", folder.resolve("nowhere/x.html"), folder)
                        .err())
                .contains("cannot be written");
    }

    @Test
    void tellsTheSameWhateverThePartsAre() throws IOException {
        for (int file = 0; file < 40; file++) {
            put(
                    folder,
                    at("2026-01-14", "%04d".formatted(file)),
                    log(insecure("endpoint-" + file).id("e" + file)));
        }

        List<String> expected = cli.run("evaluate", folder).lines();

        assertThat(expected).hasSize(42);
        for (int repeat = 0; repeat < 5; repeat++) {
            assertThat(cli.run("evaluate", folder).lines()).isEqualTo(expected);
        }
    }

    private JsonNode summary(Path of) {
        return cli.run("evaluate", "--summary", "-o", "json", of).document();
    }

    private static String at(String day, String minute) {
        return key(ACCOUNT, "eu-west-1", day, minute);
    }
}
