package dev.overseer.runtime.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.overseer.runtime.config.SampleControls.JobSettings;
import dev.overseer.runtime.config.SampleControls.Kind;
import dev.overseer.runtime.config.SampleControls.Logging;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private final ConfigurationReader reader = new ConfigurationReader(
            SampleControls.catalog(), Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));

    @Test
    void putsTheOperatorsValuesOnTopOfTheDefaults() {
        assertThat(settings("largestSize: 3"))
                .isEqualTo(new JobSettings(
                        3, true, Duration.ofMinutes(5), List.of("root"), Kind.BATCH, new Logging("logs", 30)));
        assertThat(settings("""
                strict: off, patience: 2h, trusted: [012345678901, off], kind: STREAMING, logging: {days: 7}"""))
                .isEqualTo(new JobSettings(
                        10,
                        false,
                        Duration.ofHours(2),
                        List.of("012345678901", "off"),
                        Kind.STREAMING,
                        new Logging("logs", 7)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "largestSize: many       | 1:48: controls.glue-job.settings.largestSize: \"many\" is not a whole number in range",
                "largestSize: 1.5        | 1:48: controls.glue-job.settings.largestSize: \"1.5\" is not a whole number in range",
                "largestSize: 99999999999 | 1:48: controls.glue-job.settings.largestSize: \"99999999999\" is not a whole number in range",
                "largestSize: ''         | 1:48: controls.glue-job.settings.largestSize: \"\" is not a whole number in range",
                "largestSize:            | 1:35: controls.glue-job.settings.largestSize: is empty. Write a value, or remove it",
                "strict: maybe           | 1:43: controls.glue-job.settings.strict: \"maybe\" is not on or off",
                "patience: soon          | 1:45: controls.glue-job.settings.patience: \"soon\" is not a duration such as 30m",
                "kind: STREAM            | 1:41: controls.glue-job.settings.kind: \"STREAM\" is not one of [BATCH, STREAMING]",
                "kind: 1                 | 1:41: controls.glue-job.settings.kind: \"1\" is not one of [BATCH, STREAMING]",
                "trusted: root           | 1:44: controls.glue-job.settings.trusted: is not a list",
                "trusted: [[a]]          | 1:45: controls.glue-job.settings.trusted[0]: is not a single value",
                "logging: {dasy: 7}      | 1:45: controls.glue-job.settings.logging: \"dasy\" is not a setting. Did you mean days?",
                "logging: {days: x}      | 1:51: controls.glue-job.settings.logging.days: \"x\" is not a whole number in range",
                "largestSize: 0          | 1:23: controls.glue-job.settings: is refused by the control: largestSize has to be at least 1",
            })
    void pointsAtWhatIsWrong(String settings, String problem) {
        assertThat(problems(settings)).singleElement().asString().contains(problem);
    }

    @Test
    void tellsOfAllAtOnce() {
        assertThat(problems("largestSize: many, strct: off, kind: x, logging: {days: soon}"))
                .hasSize(4);
    }

    private JobSettings settings(String settings) {
        return (JobSettings)
                read(settings).rules().controls().get("glue-job").settings().orElseThrow();
    }

    private List<ConfigurationProblem> problems(String settings) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> read(settings))
                .problems();
    }

    private Configuration read(String settings) {
        String yaml = "controls: {glue-job: {settings: { %s}}}".formatted(settings);
        return reader.read(yaml.getBytes(UTF_8), "overseer.yaml");
    }
}
