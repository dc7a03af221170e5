package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.file;
import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.EndpointEvents.secure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.IncidentDocument;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateCommandTest {
    @TempDir
    private Path folder;

    private final Cli cli = new Cli();

    @Test
    void printsOneLineForEachResultAndASummary() throws IOException {
        Path input = file(
                folder.resolve("events.jsonl"),
                insecure("test1"),
                secure("orders-exploration"),
                insecure("half").request("subnetId", "subnet-1").request("publicKey", "ssh-rsa AAAA"),
                insecure("denied").error("AccessDenied"),
                Events.apiCall("sts", "AssumeRole"));

        Cli.Finished finished = cli.run("evaluate", input);

        assertThat(finished.out()).isEqualTo("""
                FAILS       glue-dev-endpoint  test1               has no security configuration, no security group, no public key, no subnet
                PASSES      glue-dev-endpoint  orders-exploration  passes every check
                FAILS       glue-dev-endpoint  half                has no security configuration, no security group

                ignored 2: 1 without a control, 1 of a failed call (-v lists them)
                5 events: 1 passing, 2 failing, 2 ignored
                """);
        assertThat(finished.err()).isEmpty();
        assertThat(finished.status()).isEqualTo(3);
    }

    @Test
    void judgesEachOfTheSixteenCombinations() throws IOException {
        for (int missing = 0; missing < 16; missing++) {
            Path input = file(folder.resolve("event.json"), endpointWithout(missing));

            Cli.Finished finished = cli.run("evaluate", "-o", "json", input);

            assertThat(finished.document().path("verdict").asText()).isEqualTo(missing == 0 ? "PASSES" : "FAILS");
            assertThat(finished.document().path("findings")).hasSize(Integer.bitCount(missing));
            assertThat(finished.status()).isEqualTo(missing == 0 ? 0 : 3);
        }
    }

    private static EventBuilder endpointWithout(int missing) {
        return insecure("test1")
                .request("securityConfiguration", (missing & 1) == 0 ? "encrypted" : null)
                .request("securityGroupIds", (missing & 2) == 0 ? List.of("sg-1") : List.of())
                .request("publicKeys", (missing & 4) == 0 ? List.of("ssh-rsa AAAA") : List.of(""))
                .request("subnetId", (missing & 8) == 0 ? "subnet-1" : " ");
    }

    @Test
    void writesDocumentsThatKeepTheContract() throws IOException {
        Path input = file(
                folder.resolve("events.jsonl"),
                insecure("test1").id("event-1"),
                insecure("x").error("Denied"));

        List<JsonNode> documents = cli.run("evaluate", "-o", "json", input, folder.resolve("nowhere"))
                .documents();

        assertThat(documents.get(0).toString()).isEqualTo("""
                        {"schema":"overseer/judgement/1","control":"glue-dev-endpoint",\
                        "target":{"partition":"aws","account":"123456789012","region":"eu-west-1","type":"AWS::Glue::DevEndpoint","id":"test1"},\
                        "event":{"id":"event-1","name":"CreateDevEndpoint","source":"glue.amazonaws.com","time":"2026-01-15T10:00:00.000Z",\
                        "principal":"arn:aws:sts::123456789012:assumed-role/developer/ann"},"verdict":"FAILS",\
                        "findings":[{"check":"security-configuration","message":"has no security configuration"},\
                        {"check":"security-groups","message":"has no security group"},\
                        {"check":"public-keys","message":"has no public key"},{"check":"subnet","message":"has no subnet"}],\
                        "notJudged":[]}""");
        assertThat(documents.get(1).path("schema").asText()).isEqualTo("overseer/ignored/1");
        assertThat(documents.get(1).path("reason").asText()).isEqualTo("FAILED_CALL");
        assertThat(documents.get(2).path("schema").asText()).isEqualTo("overseer/unreadable/1");
        assertThat(documents.get(2).path("source").asText())
                .isEqualTo(folder.resolve("nowhere").toString());
        assertThat(documents.get(2).path("position").asText()).isEmpty();
        assertThat(documents).hasSize(3);
    }

    @Test
    void saysWhatAnEventDoesNotTell() throws IOException {
        Path input = file(
                folder.resolve("event.json"), secure("test1").request("subnetId", "HIDDEN_DUE_TO_SECURITY_REASONS"));

        Cli.Finished finished = cli.run("evaluate", input);

        assertThat(finished.lines().getFirst())
                .isEqualTo(
                        "NOT_JUDGED  glue-dev-endpoint  test1  its event does not tell about security-configuration, security-groups, public-keys, subnet");
        assertThat(finished.status()).isZero();
    }

    @Test
    void listsIgnoredEventsOnRequest() throws IOException {
        Path input =
                file(folder.resolve("event.json"), insecure("x").id("event-1").error("AccessDenied"));

        assertThat(cli.run("evaluate", "-v", input).out()).isEqualTo("""
                IGNORED     of a failed call  CreateDevEndpoint  123456789012/eu-west-1  glue.amazonaws.com at 2026-01-15T10:00:00Z by arn:aws:sts::123456789012:assumed-role/developer/ann (event-1)

                ignored 1: 1 of a failed call
                1 event: 1 ignored
                """);
    }

    @Test
    void namesAccountAndRegionWhereTheyDiffer() throws IOException {
        Path input = file(
                folder.resolve("events.jsonl"), secure("here"), secure("there").account("210987654321"));

        assertThat(cli.run("evaluate", input).lines())
                .startsWith(
                        "PASSES      glue-dev-endpoint  here   123456789012/eu-west-1  passes every check",
                        "PASSES      glue-dev-endpoint  there  210987654321/eu-west-1  passes every check");
    }

    @Test
    void readsStandardInput() {
        Cli.Finished finished = cli.reading(insecure("test1").json()).run("evaluate", "-");

        assertThat(finished.lines().getFirst()).startsWith("FAILS       glue-dev-endpoint  test1  has no security");
    }

    @Test
    void judgesTheEventOfASuspendedIncident() {
        CloudTrailEvent event = insecure("test1").event();
        Incident incident = Incident.open(
                "glue-dev-endpoint", event.resource("AWS::Glue::DevEndpoint", "test1"), event, true, Events.TIME);

        Cli.Finished finished =
                cli.reading(Documents.line(IncidentDocument.write(incident))).run("evaluate", "-o", "json", "-");

        assertThat(finished.document().path("verdict").asText()).isEqualTo("FAILS");
        assertThat(finished.document().path("target").path("id").asText()).isEqualTo("test1");
    }

    @Test
    void asksForInputRatherThanWaitingForStandardInput() {
        Cli.Finished finished = cli.reading(insecure("test1").json()).run("evaluate");

        assertThat(finished.status()).isEqualTo(2);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).isEqualTo("""
                overseer: Name input: a FILE, a DIR, s3://BUCKET/PREFIX, or - for standard input
                Usage: overseer evaluate [OPTIONS] [FILE|DIR|s3://BUCKET/PREFIX|-...]
                `overseer evaluate --help` tells more.
                """);
    }

    @Test
    void readsTheEventFilesOfAFolderInTheOrderOfTheirPaths() throws IOException {
        Path events = Files.createDirectories(folder.resolve("events"));
        file(events.resolve("b.json"), secure("second"));
        file(Files.createDirectories(events.resolve("a")).resolve("z.ndjson"), secure("first"));
        try (OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(events.resolve("c.json.gz")))) {
            zipped.write(secure("third").bytes());
        }
        file(events.resolve("notes.txt"), secure("not an event file"));
        Path elsewhere = file(folder.resolve("elsewhere.json"), secure("linked"));
        Files.createSymbolicLink(events.resolve("link.json"), elsewhere);

        Cli.Finished finished = cli.run("evaluate", "-o", "json", events);

        assertThat(finished.documents())
                .extracting(document -> document.path("target").path("id").asText())
                .containsExactly("first", "second", "third");
        assertThat(finished.status()).isZero();
    }

    @Test
    void readsAFileThatIsNamedWhateverItsEnding() throws IOException {
        Path input = file(folder.resolve("notes.txt"), secure("test1"));

        assertThat(cli.run("evaluate", input).lines().getFirst()).startsWith("PASSES");
    }

    @Test
    void saysWhatCannotBeReadAndReadsTheRest() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"eventName\": ");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path good = file(folder.resolve("good.json"), secure("test1"));

        Cli.Finished finished = cli.run("evaluate", folder.resolve("nowhere"), empty, broken, good);

        assertThat(finished.lines())
                .anyMatch(line -> line.startsWith("UNREADABLE  " + folder.resolve("nowhere")))
                .anyMatch(line -> line.startsWith("UNREADABLE  " + empty))
                .anyMatch(line -> line.startsWith("UNREADABLE  " + broken + ", line 1"))
                .anyMatch(line -> line.startsWith("PASSES      glue-dev-endpoint  test1"))
                .endsWith("1 event: 1 passing, 3 unreadable");
        assertThat(finished.out()).contains("does not exist. Name a file").contains("no event file");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void refusesAnEventOfAWrongType() throws IOException {
        Path input = file(folder.resolve("event.json"), insecure("x").request("endpointName", 12));

        Cli.Finished finished = cli.run("evaluate", input);

        assertThat(finished.out()).contains("requestParameters.endpointName is number, not text");
        assertThat(finished.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J\u001b[31mred",
                "two\nlines\r\nor three",
                "right\u202Eto left",
                "tab\tnull\u0000bell\u0007",
                "\u2028separated"
            })
    void keepsEveryLineClean(String name) throws IOException {
        Path input = file(folder.resolve("event.json"), insecure(name).by("arn:aws:iam::123456789012:user/" + name));
        Path failed =
                file(folder.resolve("failed.json"), insecure(name).id(name).error("Denied"));

        Cli.Finished text =
                cli.with("COLUMNS", "200").run("evaluate", "-v", input, failed, folder.resolve("no\u001b[31mwhere"));

        assertThat(text.lines()).hasSize(6).allMatch(line -> line.codePoints().allMatch(c -> c >= ' ' && c < 0x7f));
        assertThat(cli.run("evaluate", "-o", "json", input)
                        .document()
                        .path("target")
                        .path("id")
                        .asText())
                .isEqualTo(name);
    }

    @Test
    void shortensALongName() throws IOException {
        Path input = file(folder.resolve("event.json"), secure("n".repeat(1000)));

        assertThat(cli.run("evaluate", input).lines().getFirst())
                .isEqualTo("PASSES      glue-dev-endpoint  " + "n".repeat(39) + "…  passes every check");
    }

    @Test
    void coloursOnlyTheOutcomeAndOnlyOnRequest() throws IOException {
        Path input = file(folder.resolve("event.json"), secure("test1"));

        assertThat(cli.run("evaluate", "--color=always", input).lines().getFirst())
                .isEqualTo("\u001b[32mPASSES\u001b[0m      glue-dev-endpoint  test1  passes every check");
        assertThat(cli.run("evaluate", "--color=auto", input).out()).doesNotContain("\u001b");
    }

    @Test
    void namesTheControlThatThrows() throws IOException {
        Path jar = PluginJar.withTargets(folder, "throw new IllegalStateException(\"half \\n baked\");");
        Path input = file(folder.resolve("event.json"), Events.apiCall("sample", "CreateSample"));

        Cli.Finished finished = cli.run("evaluate", "--plugin", jar, "-o", "json", input);

        assertThat(finished.document().path("schema").asText()).isEqualTo("overseer/unreadable/1");
        assertThat(finished.document().path("problem").asText())
                .contains("control sample-control threw java.lang.IllegalStateException: half");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void judgesNoEventOfAQuarantinedControl() throws IOException {
        Path jar = PluginJar.withoutReads(folder);
        Path input = file(folder.resolve("events.jsonl"), Events.apiCall("sample", "CreateSample"), secure("test1"));

        Cli.Finished finished = cli.run("evaluate", "--plugin", jar, input);

        assertThat(finished.out()).contains("PASSES").contains("quarantined 1: `overseer plugins --check` says why");
        assertThat(finished.err()).contains("plugin sample.BlindPlugin, control sample-control: ");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void judgesAsTheConfigurationSays() throws IOException {
        Path input = file(folder.resolve("event.json"), endpointWithout(3));
        String finding = cli.run("evaluate", input).out();
        Path without = Files.writeString(
                folder.resolve("checks.yaml"),
                "controls: {glue-dev-endpoint: {checks: {subnet: off, security-configuration: off, security-groups: off}}}");
        Path off = Files.writeString(folder.resolve("off.yaml"), "mode: off");
        Path elsewhere = Files.writeString(folder.resolve("scope.yaml"), "regions: {allow: [us-west-2]}");

        assertThat(finding).startsWith("FAILS");
        assertThat(cli.run("evaluate", "--config", without, input).out())
                .doesNotContain("no subnet", "no security configuration", "no security group");
        assertThat(cli.run("evaluate", "--config", off, input).out()).startsWith("ignored 1: 1 switched off");
        assertThat(cli.with("OVERSEER_CONFIG", elsewhere.toString())
                        .run("evaluate", input)
                        .out())
                .startsWith("ignored 1: 1 out of scope");
        Files.copy(off, folder.resolve("overseer.yaml"));
        assertThat(cli.in(folder).run("evaluate", input).out()).startsWith("ignored 1: 1 switched off");
    }
}
