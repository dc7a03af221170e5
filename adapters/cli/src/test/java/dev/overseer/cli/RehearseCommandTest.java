package dev.overseer.cli;

import static dev.overseer.cli.EndpointEvents.file;
import static dev.overseer.cli.EndpointEvents.insecure;
import static dev.overseer.cli.EndpointEvents.secure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseCommandTest {
    @TempDir
    private Path folder;

    private final Cli cli = new Cli();

    @Test
    void deletesWhatIsInsecureAfterASimulatedWait() throws IOException {
        Path input = file(
                folder.resolve("events.jsonl"),
                insecure("test1").request("securityConfiguration", "encrypted"),
                secure("orders-exploration"),
                insecure("denied").error("AccessDenied"));

        Cli.Finished finished = cli.run("rehearse", input);

        assertThat(finished.out()).isEqualTo("""
                COMPLIANT   glue-dev-endpoint  orders-exploration  passes every check
                REMEDIATED  glue-dev-endpoint  test1               deleted after 7m (simulated): no security group, no public key, no subnet

                ignored 1: 1 of a failed call (-v lists them)
                3 events: 1 remediated, 1 compliant, 1 ignored
                """);
        assertThat(finished.err()).isEmpty();
        assertThat(finished.status()).isZero();
    }

    @Test
    void writesOutcomesThatKeepTheContract() throws IOException {
        Path input = file(folder.resolve("event.json"), insecure("test1"));

        JsonNode outcome = cli.run("rehearse", "-o", "json", input).document();

        assertThat(outcome.properties())
                .extracting(field -> field.getKey())
                .containsSubsequence(
                        "schema",
                        "incident",
                        "control",
                        "outcome",
                        "findings",
                        "target",
                        "event",
                        "writes",
                        "planned",
                        "openedAt",
                        "closedAt",
                        "looks",
                        "summary");
        assertThat(outcome.path("schema").asText()).isEqualTo("overseer/outcome/1");
        assertThat(outcome.path("outcome").asText()).isEqualTo("REMEDIATED");
        assertThat(outcome.path("writes").toString()).isEqualTo("[\"glue:DeleteDevEndpoint\"]");
        assertThat(outcome.path("openedAt").asText()).isEqualTo("2026-01-15T10:00:00.000Z");
        assertThat(outcome.path("closedAt").asText()).isEqualTo("2026-01-15T10:07:00.000Z");
    }

    @Test
    void givesUpOnWhatIsNeverReady() throws IOException {
        Path input = file(folder.resolve("event.json"), insecure("test1"));

        Cli.Finished finished = cli.run("rehearse", "--ready-after", "2h", input);

        assertThat(finished.lines())
                .startsWith(
                        "TIMED_OUT   glue-dev-endpoint  test1  still waiting for READY; it is PROVISIONING after 30m");
        assertThat(finished.status()).isEqualTo(1);
    }

    @Test
    void breaksWhatAPersonHasToActOnIntoLines() throws IOException {
        Path input = file(folder.resolve("event.json"), insecure("test1"));

        Cli.Finished finished = cli.with("COLUMNS", "80").run("rehearse", "--ready-after", "2h", input);

        assertThat(finished.lines())
                .startsWith(
                        "TIMED_OUT   glue-dev-endpoint  test1  still waiting for READY; it is",
                        "                                      PROVISIONING after 30m");
    }

    @Test
    void looksAsOftenAsAsked() throws IOException {
        Path input = file(folder.resolve("event.json"), insecure("test1"));

        JsonNode outcome = cli.run("rehearse", "--look-every=90s", "--ready-after=PT3M", "-o", "json", input)
                .document();

        assertThat(outcome.path("looks").asInt()).isEqualTo(3);
        assertThat(outcome.path("closedAt").asText()).isEqualTo("2026-01-15T10:03:00.000Z");
    }

    @Test
    void takesNoConfigurationThatItIsNotGiven() throws IOException {
        Files.writeString(folder.resolve("overseer.yaml"), "mode: off");
        Path input = file(folder.resolve("event.json"), insecure("test1"));

        assertThat(cli.in(folder).run("rehearse", input).out()).contains("1 remediated");
        assertThat(cli.run("rehearse", "--help").out())
                .contains("Default: none, and every")
                .doesNotContain("OVERSEER_CONFIG");
    }

    @Test
    void countsADuplicateWithoutTellingOfItAgain() throws IOException {
        EventBuilder event = insecure("test1");
        Path input = file(folder.resolve("events.jsonl"), event, event);

        Cli.Finished finished = cli.run("rehearse", input);

        assertThat(finished.lines()).hasSize(3).endsWith("2 events: 1 remediated, 1 seen again");
    }

    @Test
    void leavesOutWhatNobodySimulates() throws IOException {
        Path jar = PluginJar.withTargets(folder, "return List.of(event.resource(\"AWS::Sample::Sample\", \"s\"));");
        Path input = file(folder.resolve("event.json"), Events.apiCall("sample", "CreateSample"));

        Cli.Finished finished = cli.run("rehearse", "--plugin", jar, input);

        assertThat(finished.lines())
                .containsExactly("ignored 1: 1 without a simulator (-v lists them)", "1 event: 1 ignored");
        assertThat(finished.err())
                .contains("nothing here simulates sample.amazonaws.com, so its events were not rehearsed")
                .contains("overseer evaluate");
    }

    @Test
    void takesAWholeFolderOfExamplesInAtMostTwentyFiveLines() {
        Path examples =
                Path.of(System.getProperty("basedir", "."), "../../examples").normalize();

        Cli.Finished finished = cli.run("rehearse", examples);

        assertThat(finished.lines()).hasSizeBetween(10, 25);
        assertThat(finished.err()).isEmpty();
        assertThat(finished.status()).isZero();
    }

    @Test
    void refusesADurationThatIsNone() {
        for (String wrong : List.of("soon", "-5m", "7", "")) {
            Cli.Finished finished = cli.run("rehearse", "--ready-after=" + wrong, "event.json");

            assertThat(finished.status()).isEqualTo(2);
            assertThat(finished.err()).contains("\"" + wrong + "\" is not a duration such as 2s, 7m, 1h30m or PT7M");
        }
        assertThat(cli.run("rehearse", "--look-every=0s", "event.json").err())
                .contains("--look-every must be longer than 0s");
    }

    @Test
    void heedsOnlyTheConfigurationThatItIsGiven() throws IOException {
        Path input = file(folder.resolve("event.json"), insecure("test1"));
        Path config = Files.writeString(folder.resolve("overseer.yaml"), """
                controls: {glue-dev-endpoint: {mode: enforce}}
                exemptions: [{resource: "test*", reason: a lab, owner: team@example.com, until: 2999-01-31}]
                limits: {killSwitch: "ssm:/overseer/stop"}
                """);

        Cli.Finished without =
                cli.in(folder).with("OVERSEER_CONFIG", config.toString()).run("rehearse", input);
        Cli.Finished with = cli.run("rehearse", "--config", config, input);

        assertThat(without.out()).startsWith("REMEDIATED");
        assertThat(without.err()).isEmpty();
        assertThat(with.out()).startsWith("EXEMPT").contains("team@example.com");
        assertThat(with.err())
                .isEqualTo(
                        "overseer: a rehearsal does not ask the kill switch ssm:/overseer/stop, and goes on as if it were off\n");
    }
}
