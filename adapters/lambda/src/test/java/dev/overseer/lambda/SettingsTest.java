package dev.overseer.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.api.ResourceRef;
import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.config.LedgerSettings;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.config.ParameterStoreException;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;

class SettingsTest {
    private static final String ROLE = "arn:{partition}:iam::{account}:role/OverseerTarget";
    private static final PluginCatalog CATALOG = PluginCatalog.of(List.of(new GluePlugin()));

    @Test
    void writesNothingUnlessControlsAreNamed() {
        assertThat(mode(Map.of())).isEqualTo(Mode.DRY_RUN);
        assertThat(mode(Map.of("OVERSEER_MODE", "enforce"))).isEqualTo(Mode.DRY_RUN);
        assertThat(mode(Map.of("OVERSEER_ENFORCE", " "))).isEqualTo(Mode.DRY_RUN);
        assertThat(mode(Map.of("OVERSEER_ENFORCE", "glue-dev-endpoint"))).isEqualTo(Mode.ENFORCE);
    }

    @Test
    void staysBelowTheCeiling() {
        assertThat(mode(Map.of("OVERSEER_ENFORCE", "glue-dev-endpoint", "OVERSEER_MODE", "enforce")))
                .isEqualTo(Mode.ENFORCE);
        assertThat(mode(Map.of("OVERSEER_ENFORCE", "glue-dev-endpoint", "OVERSEER_MODE", "dry-run")))
                .isEqualTo(Mode.DRY_RUN);
        assertThat(mode(Map.of("OVERSEER_ENFORCE", "glue-dev-endpoint", "OVERSEER_MODE", "off")))
                .isEqualTo(Mode.OFF);
    }

    @Test
    void readsLists() {
        Settings settings = read(Map.of(
                "OVERSEER_ACCOUNTS", "123456789012, 210987654321,",
                "OVERSEER_REGIONS", "eu-west-1"));

        assertThat(settings.scope().accounts()).containsExactlyInAnyOrder("123456789012", "210987654321");
        assertThat(settings.scope().covers(target("123456789012", "eu-west-1"))).isTrue();
        assertThat(settings.scope().covers(target("123456789012", "us-east-1"))).isFalse();
        assertThat(settings.scope().covers(target("111122223333", "eu-west-1"))).isFalse();
        assertThat(read(Map.of()).scope().covers(target("111122223333", "us-east-1")))
                .isTrue();
    }

    @Test
    void tellsOfAllProblemsAtOnce() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.read(
                        Map.of(
                                "OVERSEER_MODE", "enfroce",
                                "OVERSEER_ENFORCE", "glue-dev-endpoint,glue-dev-endpiont",
                                "OVERSEER_QUEUE_URL", "overseer",
                                "OVERSEER_SCHEDULER_ROLE", "scheduler",
                                "OVERSEER_ACCOUNTS", "12345",
                                "OVERSEER_REGIONS", "Ireland",
                                "OVERSEER_EXTERNAL_ID", "hush hush",
                                "OVERSEER_QUEUEURL", "https://sqs.eu-west-1.amazonaws.com/123456789012/overseer",
                                "PATH", "/usr/bin"),
                        CATALOG,
                        SettingsTest::nobodyAsks))
                .satisfies(problems -> assertThat(problems.getMessage().lines())
                        .hasSize(11)
                        .anyMatch(line -> line.contains("10 problems"))
                        .anyMatch(line -> line.contains("OVERSEER_MODE: \"enfroce\""))
                        .anyMatch(line -> line.contains("\"glue-dev-endpiont\"")
                                && line.contains("Its controls are glue-crawler, ")
                                && line.contains(" glue-dev-endpoint, "))
                        .anyMatch(line -> line.contains("OVERSEER_QUEUE_URL: \"overseer\""))
                        .anyMatch(line -> line.contains("OVERSEER_SCHEDULER_ROLE has \"scheduler\""))
                        .anyMatch(line -> line.contains("OVERSEER_ACCOUNTS has \"12345\""))
                        .anyMatch(line -> line.contains("OVERSEER_REGIONS has \"Ireland\""))
                        .anyMatch(line -> line.contains("OVERSEER_EXTERNAL_ID") && !line.contains("hush"))
                        .anyMatch(line -> line.contains("\"OVERSEER_QUEUEURL\" is not a setting"))
                        .anyMatch(line -> line.contains("AWS_REGION is not set"))
                        .anyMatch(line -> line.contains("OVERSEER_ROLE is not set") && line.contains(ROLE)));
    }

    @Test
    void takesAQuarantinedControlForWrongOnlyAtItsStart() {
        PluginCatalog twice = PluginCatalog.of(List.of(new GluePlugin(), new GluePlugin()));

        assertThat(Settings.read(
                                Map.of(
                                        "AWS_REGION", "eu-west-1",
                                        "OVERSEER_ROLE", ROLE,
                                        "OVERSEER_ENFORCE", "glue-dev-endpoint"),
                                twice,
                                SettingsTest::nobodyAsks)
                        .enforced())
                .containsExactly("glue-dev-endpoint");
    }

    @Test
    void keepsTheLedgerWhereTheVariableElseTheConfigurationSays(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("overseer.yaml"), "ledger: {type: dynamodb, table: of-file, retain: 30d}");

        assertThat(read(Map.of()).ledger()).isEmpty();
        assertThat(read(in(root)).ledger())
                .contains(new LedgerSettings.DynamoDb("of-file", Optional.empty(), Duration.ofDays(30)));
        assertThat(read(in(root, "OVERSEER_LEDGER_TABLE", "of-variable")).ledger())
                .contains(new LedgerSettings.DynamoDb("of-variable", Optional.empty(), Duration.ofDays(30)));
    }

    @Test
    void limitsApplyWhereALedgerCountsThem() {
        assertThat(read(Map.of("OVERSEER_LEDGER_TABLE", "overseer")).policy().limits())
                .isEqualTo(Limits.STANDARD);
        assertThat(read(Map.of()).policy().limits()).isEqualTo(Limits.NONE);
    }

    @Test
    void aFunctionKeepsNoLedgerOnDisk(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("overseer.yaml"), "ledger: {type: sqlite}");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> read(in(root)))
                .withMessageContaining("a function has no disk of its own for SQLite");
    }

    @Test
    void takesTheConfigurationOfThePackage(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("overseer.yaml"), "controls: {glue-dev-endpoint: {mode: enforce}}");

        assertThat(mode(in(root))).isEqualTo(Mode.ENFORCE);
        assertThat(read(in(root)).writing(CATALOG)).containsExactly("glue-dev-endpoint");
        assertThat(mode(in(root, "OVERSEER_MODE", "dry-run"))).isEqualTo(Mode.DRY_RUN);
        assertThat(mode(in(root, "OVERSEER_ENFORCE", "glue-dev-endpoint"))).isEqualTo(Mode.ENFORCE);
        assertThat(read(Map.of()).configuration()).isEmpty();
    }

    @Test
    void doesNotEnforceWhatTheConfigurationLeavesOut(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("other.yaml"), "controls: {}");
        Map<String, String> environment =
                in(root, "OVERSEER_CONFIG", "other.yaml", "OVERSEER_ENFORCE", "glue-dev-endpoint");

        assertThat(mode(environment)).isEqualTo(Mode.DRY_RUN);
        assertThat(read(environment).unlisted(CATALOG)).contains("glue-dev-endpoint", "glue-job");
    }

    @Test
    void takesRoleAndAccountsFromTheConfigurationUnlessVariablesSayThem(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("overseer.yaml"), """
                accounts: {allow: [123456789012], role: "arn:{partition}:iam::{account}:role/OfFile", externalId: of-file}
                """);
        Map<String, String> environment = new HashMap<>(in(root));
        environment.put("AWS_REGION", "eu-west-1");

        Settings ofFile = Settings.read(environment, CATALOG, SettingsTest::nobodyAsks);
        environment.put("OVERSEER_ROLE", ROLE);
        environment.put("OVERSEER_ACCOUNTS", "210987654321");
        Settings ofVariables = Settings.read(environment, CATALOG, SettingsTest::nobodyAsks);

        assertThat(ofFile.role())
                .isEqualTo(new TargetRole(
                        "arn:{partition}:iam::{account}:role/OfFile",
                        Optional.of("of-file"),
                        Optional.of(Set.of("123456789012"))));
        assertThat(ofFile.roleSaid()).hasToString("overseer.yaml:1:41");
        assertThat(ofVariables.role())
                .isEqualTo(new TargetRole(ROLE, Optional.of("of-file"), Optional.of(Set.of("210987654321"))));
        assertThat(ofVariables.roleSaid()).hasToString("OVERSEER_ROLE");
        assertThat(ofVariables.policy().covers("210987654321", "eu-west-1")).isTrue();
        assertThat(ofVariables.policy().covers("123456789012", "eu-west-1")).isFalse();
    }

    @Test
    void readsAConfigurationFromTheParameterStore() {
        Map<String, String> environment = Map.of(
                "AWS_REGION", "eu-west-1",
                "OVERSEER_ROLE", ROLE,
                "OVERSEER_CONFIG", "ssm:/overseer/config");

        Settings settings = Settings.read(environment, CATALOG, region -> name -> {
            assertThat(region.id()).isEqualTo("eu-west-1");
            return Optional.of("/overseer/config").filter(name::equals).map(known -> "mode: off");
        });

        assertThat(settings.configuration().orElseThrow().source()).isEqualTo("ssm:/overseer/config");
        assertThat(settings.policy()
                        .ruling("glue-dev-endpoint", "123456789012", "eu-west-1")
                        .mode())
                .isEqualTo(Mode.OFF);
    }

    @Test
    void doesNotStartWithAConfigurationThatCannotBeUsed(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("overseer.yaml"), "mode: enfroce\nacounts: {}\n");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> read(in(root)))
                .withMessageContaining("2 problems")
                .withMessageContaining("overseer.yaml:1:7: mode: \"enfroce\" is not a mode")
                .withMessageContaining("overseer.yaml:2:1: \"acounts\" is not a key");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> read(in(root, "OVERSEER_CONFIG", "nowhere.yaml")))
                .withMessageContaining("OVERSEER_CONFIG names \"nowhere.yaml\", which does not exist");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.read(
                        Map.of("AWS_REGION", "eu-west-1", "OVERSEER_ROLE", ROLE, "OVERSEER_CONFIG", "ssm:/a"),
                        CATALOG,
                        region -> name -> {
                            throw new ParameterStoreException(
                                    "The parameter /a cannot be read: denied", new IOException());
                        }))
                .withMessageContaining("The parameter /a cannot be read: denied");
    }

    private static ParameterStore nobodyAsks(Region region) {
        throw new AssertionError("no parameter is named, and one of %s is read".formatted(region));
    }

    private static Map<String, String> in(Path root, String... more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("LAMBDA_TASK_ROOT", root.toString());
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    private static Mode mode(Map<String, String> environment) {
        return read(environment)
                .policy()
                .ruling("glue-dev-endpoint", "123456789012", "eu-west-1")
                .mode();
    }

    private static Settings read(Map<String, String> environment) {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("OVERSEER_ROLE", ROLE);
        complete.put("AWS_REGION", "eu-west-1");
        return Settings.read(complete, CATALOG, SettingsTest::nobodyAsks);
    }

    private static ResourceRef target(String account, String region) {
        return ResourceRef.of(account, region, "AWS::Glue::DevEndpoint", "test1");
    }
}
