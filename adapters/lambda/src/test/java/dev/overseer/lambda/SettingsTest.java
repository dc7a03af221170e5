package dev.overseer.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.api.ResourceRef;
import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
                        CATALOG))
                .satisfies(problems -> assertThat(problems.getMessage().lines())
                        .hasSize(11)
                        .anyMatch(line -> line.contains("10 problems"))
                        .anyMatch(line -> line.contains("OVERSEER_MODE: \"enfroce\""))
                        .anyMatch(line -> line.contains("\"glue-dev-endpiont\"")
                                && line.contains("Its controls are glue-dev-endpoint"))
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
                                twice)
                        .enforced())
                .containsExactly("glue-dev-endpoint");
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
        return Settings.read(complete, CATALOG);
    }

    private static ResourceRef target(String account, String region) {
        return ResourceRef.of(account, region, "AWS::Glue::DevEndpoint", "test1");
    }
}
