package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.SsmSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConfigCommandTest {
    private static final String ENFORCING = "controls: {glue-dev-endpoint: {mode: enforce}}\n";

    @TempDir
    private Path folder;

    private Cli cli = new Cli();

    @BeforeEach
    void workInTheFolder() {
        cli = cli.in(folder);
    }

    @Test
    void findsNothingWrong() throws IOException {
        write("overseer.yaml", ENFORCING);

        Cli.Finished finished = cli.run("config", "check");

        assertThat(finished.out())
                .startsWith("overseer.yaml: nothing wrong; may write: glue-dev-endpoint; new, not enforced: ");
        assertThat(finished.err()).isEmpty();
        assertThat(finished.status()).isZero();
    }

    @Test
    void listsEveryProblemAndWarning() throws IOException {
        write("overseer.yaml", """
                mode: enfroce
                controls: {glue-dev-endpoint: {checks: {subnte: off}}}
                exemptions: [{resource: x, reason: r, owner: o, until: 2020-01-31}]
                """);

        Cli.Finished finished = cli.run("config", "check");

        assertThat(finished.lines())
                .containsExactly(
                        "overseer.yaml:1:7: mode: \"enfroce\" is not a mode. Did you mean enforce?",
                        "overseer.yaml:2:41: controls.glue-dev-endpoint.checks: \"subnte\" is not a check of glue-dev-endpoint. Did you mean subnet?",
                        "warning: overseer.yaml:3:56: exemptions[0].until: is over, so this exemption does not apply any more. Renew or remove it");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void listsThemAsDocuments() throws IOException {
        write("overseer.yaml", "mode: enfroce");

        assertThat(cli.run("config", "check", "-o", "json").out())
                .isEqualTo(
                        "{\"schema\":\"overseer/problem/1\",\"severity\":\"problem\",\"source\":\"overseer.yaml\",\"line\":1,\"column\":7,\"path\":\"mode\",\"message\":\"\\\"enfroce\\\" is not a mode. Did you mean enforce?\"}\n");
    }

    @Test
    void looksForItInThreePlaces() throws IOException {
        Path option = write("option.yaml", "mode: off");
        Path variable = write("variable.yaml", "mode: dry-run");
        write("overseer.yaml", "mode: enforce");

        assertThat(mode(cli.with("OVERSEER_CONFIG", variable.toString()).run("config", "show", "--config", option)))
                .isEqualTo("mode: off  # %s:1:7".formatted(option));
        assertThat(mode(cli.with("OVERSEER_CONFIG", variable.toString()).run("config", "show")))
                .isEqualTo("mode: dry-run  # %s:1:7".formatted(variable));
        assertThat(mode(cli.run("config", "show"))).isEqualTo("mode: enforce  # overseer.yaml:1:7");
        assertThat(mode(cli.in(folder.resolve("empty")).run("config", "show"))).isEqualTo("mode: enforce  # default");
    }

    @Test
    void refusesToGoOnWithoutWhatIsNamed() throws IOException {
        Cli.Finished option = cli.run("config", "show", "--config", folder.resolve("nowhere.yaml"));
        Cli.Finished variable = cli.with("OVERSEER_CONFIG", "nowhere.yaml").run("config", "show");
        Cli.Finished directory = cli.run("config", "show", "--config", folder);
        Files.createSymbolicLink(folder.resolve("overseer.yaml"), folder.resolve("nowhere.yaml"));
        Cli.Finished link = cli.run("config", "show");

        assertThat(option.err()).startsWith("overseer: --config names ").contains("which does not exist. Create it");
        assertThat(variable.err())
                .startsWith("overseer: OVERSEER_CONFIG names \"nowhere.yaml\", which does not exist. Create it");
        assertThat(directory.err()).contains("cannot be read");
        assertThat(link.err()).startsWith("overseer: ./overseer.yaml is a link to nowhere. Correct or remove it");
        assertThat(List.of(option, variable, directory, link))
                .allSatisfy(finished -> assertThat(finished.status()).isEqualTo(2));
    }

    @Test
    void saysThatThereIsNone() {
        Cli.Finished finished = cli.run("config", "check");

        assertThat(finished.err())
                .startsWith(
                        "overseer: There is no configuration: no --config, no OVERSEER_CONFIG, and no ./overseer.yaml");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void readsAParameter() throws IOException {
        SsmSimulator ssm = new SsmSimulator().put("/overseer/config", ENFORCING);
        FakeAws aws = new FakeAws(Clock.systemUTC()).install(ssm);
        try (LoopbackAws loopback = new LoopbackAws(aws);
                ReachableAws _ = ReachableAws.at(loopback.endpoint()).in("eu-west-1")) {
            assertThat(cli.run("config", "check", "--config", "ssm:/overseer/config")
                            .out())
                    .startsWith(
                            "ssm:/overseer/config: nothing wrong; may write: glue-dev-endpoint; new, not enforced: ");
            assertThat(cli.with("OVERSEER_CONFIG", "ssm:/overseer/cnofig")
                            .run("config", "check")
                            .err())
                    .startsWith("overseer: OVERSEER_CONFIG names ssm:/overseer/cnofig, which does not exist");
            assertThat(cli.run("config", "check", "--config", "ssm:config").err())
                    .startsWith(
                            "overseer: --config: \"ssm:config\" does not name a parameter. Write it like ssm:/overseer/stop");
            assertThat(aws.calls())
                    .extracting(call -> call.action())
                    .containsExactly("ssm:GetParameter", "ssm:GetParameter");
        }
    }

    @Test
    void namesAParameterRightlyBeforeItLooksForARegion() {
        assertThat(cli.run("config", "check", "--config", "ssm:config").err())
                .startsWith("overseer: --config: \"ssm:config\" does not name a parameter.");
    }

    @Test
    void showsWhoHoldsItBack() throws IOException {
        write("overseer.yaml", "mode: enforce\n" + ENFORCING);

        Cli.Finished shown = cli.with("OVERSEER_MODE", "dry-run").run("config", "show");

        assertThat(shown.out())
                .startsWith("mode: dry-run  # OVERSEER_MODE\n")
                .contains("    mode: enforce  # overseer.yaml:2:38\n", "perHour: 100  # default\n");
        assertThat(cli.run("config", "show", "-o", "json").documents()).anySatisfy(value -> {
            assertThat(value.path("path").asText()).isEqualTo("limits.perHour");
            assertThat(value.path("value").asInt()).isEqualTo(100);
            assertThat(value.path("said").asText()).isEqualTo("default");
        });
    }

    @Test
    void printsASchemaWithTheInstalledControls() {
        assertThat(cli.run("config", "schema").out())
                .startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",")
                .contains("\"glue-dev-endpoint\"", "\"public-keys\"");
    }

    @Test
    void explainsWhichLineDecided() throws IOException {
        write("overseer.yaml", """
                accounts: {allow: [123456789012]}
                controls: {glue-dev-endpoint: {mode: enforce, checks: {subnet: off}, grace: 2h}}
                scopes:
                  - {accounts: [123456789012], regions: [us-east-1], mode: dry-run}
                exemptions:
                  - {resource: "lab-*", reason: a lab, owner: team@example.com, until: 2999-01-31}
                  - {resource: "old-*", reason: a lab, owner: team@example.com, until: 2020-01-31}
                """);

        assertThat(explain("123456789012", "eu-west-1").lines())
                .startsWith("glue-dev-endpoint in 123456789012 eu-west-1: enforce (overseer.yaml:2:38)")
                .contains(
                        "    checks off   subnet, security-configuration-encrypts, security-groups-closed, subnet-private",
                        "    kill switch  off",
                        "    grace        2h")
                .anyMatch(line -> line.startsWith("    exempt       resource lab-*, ")
                        && line.endsWith("team@example.com: a lab (overseer.yaml:6:5)"))
                .noneMatch(line -> line.contains("old-*"))
                .noneMatch(line -> line.contains("scope"));
        assertThat(explain("123456789012", "us-east-1").lines())
                .startsWith("glue-dev-endpoint in 123456789012 us-east-1: dry-run (overseer.yaml:4:60)");
        assertThat(explain("210987654321", "eu-west-1").lines())
                .startsWith(
                        "glue-dev-endpoint in 210987654321 eu-west-1: out of scope (accounts.allow, overseer.yaml:1:12)",
                        "    mode         enforce (overseer.yaml:2:38)");
        JsonNode document = cli.with("OVERSEER_MODE", "off")
                .run(
                        "config",
                        "explain",
                        "--control=glue-dev-endpoint",
                        "--account=123456789012",
                        "--region=eu-west-1",
                        "-o",
                        "json")
                .document();
        assertThat(document.path("mode").asText()).isEqualTo("off");
        assertThat(document.path("said").asText()).isEqualTo("OVERSEER_MODE");
        assertThat(document.path("exemptions")).hasSize(1);
    }

    @Test
    void explainsByTheLineThatLetsItWriteAndNotByACeilingThatAgrees() throws IOException {
        write("overseer.yaml", """
                mode: enforce
                controls: {glue-dev-endpoint: {mode: enforce}}
                scopes:
                  - {accounts: [123456789012], mode: dry-run}
                  - {accounts: [123456789012], regions: [us-east-1], mode: enforce}
                """);

        assertThat(explain("123456789012", "us-east-1").lines())
                .startsWith("glue-dev-endpoint in 123456789012 us-east-1: enforce (overseer.yaml:5:60)");
        assertThat(explain("123456789012", "eu-west-1").lines())
                .startsWith("glue-dev-endpoint in 123456789012 eu-west-1: dry-run (overseer.yaml:4:38)");
        assertThat(explain("210987654321", "eu-west-1").lines())
                .startsWith("glue-dev-endpoint in 210987654321 eu-west-1: enforce (overseer.yaml:2:38)");
    }

    @Test
    void explainsWhatAppliesWithoutAConfiguration() {
        assertThat(explain("123456789012", "eu-west-1").lines())
                .startsWith("glue-dev-endpoint in 123456789012 eu-west-1: dry-run (default)")
                .contains(
                        "    kill switch  off",
                        "    limits       10 an hour in this account, 50 in all, 100 of all controls; the first 3 in an account, then a release");
    }

    @Test
    void explainsOnlyWhatThereCanBe() {
        assertThat(cli.run(
                                "config",
                                "explain",
                                "--control=glue-dev-endpont",
                                "--account=123456789012",
                                "--region=eu-west-1")
                        .err())
                .startsWith("overseer: There is no control \"glue-dev-endpont\". Did you mean glue-dev-endpoint?");
        assertThat(explain("12345", "eu-west-1").err()).startsWith("overseer: \"12345\" is not an AWS account");
        assertThat(explain("123456789012", "Ireland").err()).startsWith("overseer: \"Ireland\" is not a region");
        assertThat(cli.run("config").err()).startsWith("overseer: Name what to do: check, show, schema or explain");
    }

    private Cli.Finished explain(String account, String region) {
        return cli.run("config", "explain", "--control", "glue-dev-endpoint", "--account", account, "--region", region);
    }

    private static String mode(Cli.Finished shown) {
        return shown.lines().getFirst();
    }

    private Path write(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml);
    }
}
