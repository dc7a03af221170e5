package dev.overseer.runtime.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors take and refuse, by the validator of somebody else. */
class SchemaTest {
    private static final String DESIGN = """
            mode: enforce
            accounts: {allow: ["123456789012"], role: "arn:{partition}:iam::{account}:role/OverseerTarget", externalId: "hush"}
            regions: {allow: [eu-west-1]}
            controls:
              glue-dev-endpoint: {mode: enforce, checks: {subnet: off}, grace: PT0S, approval: false, exemptByTag: false, settings: {}}
              glue-job: {settings: {largestSize: 3, strict: false, patience: 2h, kind: BATCH, logging: {days: 1}}}
            scopes:
              - {accounts: ["210987654321"], mode: dry-run}
            exemptions:
              - {control: glue-dev-endpoint, resource: "lab-*", reason: "a lab", owner: "team@example.com", until: 2027-01-31}
              - {event: {source: [aws.glue]}, reason: "a lab", owner: "team@example.com", until: 2027-01-31}
            limits: {perControlAccountHour: 10, perControlHour: 50, perHour: 100, flapping: {times: 3, window: PT24H}, killSwitch: "ssm:/overseer/stop"}
            ledger: {type: sqlite, path: "/var/lib/overseer/ledger.db", retain: 400d}
            notify:
              - {sns: "arn:aws:sns:eu-west-1:123456789012:alerts", outcomes: [REMEDIATED, HELD, FAILED, TIMED_OUT]}
              - {ses: {from: Overseer <overseer@example.com>, to: [team@example.com], region: eu-west-1}, controls: [glue-job]}
              - {eventbridge: default}
              - {eventbridge: "arn:aws-us-gov:events:us-gov-west-1:123456789012:event-bus/overseer", outcomes: [ANNOUNCED]}
            """;

    private final ConfigurationReader reader = new ConfigurationReader(
            SampleControls.catalog(), Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));
    private final ObjectNode json = reader.schema();
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(json);

    @Test
    void isOfTheDialectThatItNames() {
        assertThat(json.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DESIGN,
                "{}",
                "mode: false",
                "accounts: {allow: [123456789012]}",
                "limits: {killSwitch: off}",
                "limits: {killSwitch: [{by: alice, reason: an incident}]}",
                "ledger: {type: none}",
                "notify: []",
            })
    void takesWhatTheReaderTakes(String yaml) throws IOException {
        assertThat(errors(yaml)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode: enfroce",
                "acounts: {}",
                "accounts: {allow: []}",
                "accounts: {allow: ['12345']}",
                "regions: {allow: [Ireland]}",
                "controls: {glue-dev-endpiont: {}}",
                "controls: {glue-dev-endpoint: {checks: {subnte: off}}}",
                "controls: {glue-dev-endpoint: {settings: {a: 1}}}",
                "controls: {glue-job: {settings: {largestSize: many}}}",
                "controls: {glue-job: {settings: {kind: STREAM}}}",
                "controls: {glue-job: {settings: {logging: {dasy: 1}}}}",
                "controls: [glue-job]",
                "scopes: [{accounts: ['210987654321']}]",
                "exemptions: [{resource: x, owner: o, until: 2027-01-31}]",
                "limits: {perHour: -1}",
                "limits: {killSwitch: 's3://b/k'}",
                "limits: {killSwitch: [{by: alice}]}",
                "ledger: {type: redis}",
                "notify: {}",
                "notify: [{}]",
                "notify: [{sns: alerts}]",
                "notify: [{eventbridge: 'arn:aws:events:eu-west-1:123456789012:rule/r'}]",
                "notify: [{eventbridge: default, sns: 'arn:aws:sns:eu-west-1:123456789012:a'}]",
                "notify: [{ses: {from: a@example.com, to: []}}]",
                "notify: [{ses: {from: a@example.com, to: [ann]}}]",
                "notify: [{eventbridge: default, outcomes: [FIALED]}]",
                "notify: [{eventbridge: default, controls: [glue-jbo]}]",
            })
    void refusesWhatTheReaderRefuses(String yaml) throws IOException {
        assertThat(errors(yaml)).isNotEmpty();
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> reader.read(yaml.getBytes(UTF_8), "overseer.yaml"));
    }

    @Test
    void knowsTheDefaultsOfSettings() {
        JsonNode settings = json.at("/properties/controls/properties/glue-job/properties/settings/properties");

        assertThat(settings.at("/largestSize/default").asInt()).isEqualTo(10);
        assertThat(settings.at("/patience/default").asText()).isEqualTo("PT5M");
    }

    @Test
    void explainsEveryKey() {
        assertThat(json.path("properties").valueStream())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.path("description").asText()).isNotBlank());
    }

    private List<Error> errors(String yaml) throws IOException {
        return schema.validate(new YAMLMapper().readTree(yaml));
    }
}
