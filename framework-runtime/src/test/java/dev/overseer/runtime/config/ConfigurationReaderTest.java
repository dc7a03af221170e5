package dev.overseer.runtime.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Exemption.Subject;
import dev.overseer.runtime.decision.Glob;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.decision.ScopeRule;
import dev.overseer.runtime.decision.Stop;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.NotifySettings;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private final ConfigurationReader reader = new ConfigurationReader(SampleControls.catalog(), CLOCK);

    @Test
    void readsWhatTheDesignShows() {
        Configuration read = read("""
                mode: enforce                      # a ceiling over everything: off | dry-run | enforce
                accounts: {allow: ["123456789012"], role: "arn:{partition}:iam::{account}:role/OverseerTarget", externalId: "hush"}
                regions: {allow: [eu-west-1]}
                controls:                          # a control that is not listed runs dry, also after an upgrade
                  glue-dev-endpoint: {mode: enforce, checks: {subnet: off}, grace: PT0S, approval: false, exemptByTag: false, settings: {}}
                scopes:                            # most specific wins, a tie takes the more careful
                  - {accounts: ["210987654321"], mode: dry-run}
                exemptions:
                  - {control: glue-dev-endpoint, resource: "lab-*", reason: "a lab", owner: "team@example.com", until: 2027-01-31}
                limits: {perControlAccountHour: 10, perControlHour: 50, perHour: 100, flapping: {times: 3, window: PT24H}, killSwitch: "ssm:/overseer/stop"}
                ledger: {type: sqlite, path: "/var/lib/overseer/ledger.db"}
                """);

        Rules rules = read.rules();
        assertThat(rules.ceiling()).contains(new Vote(Mode.ENFORCE, new Provenance("overseer.yaml:1:7")));
        assertThat(rules.accounts()).contains(Set.of("123456789012"));
        assertThat(rules.regions()).contains(Set.of("eu-west-1"));
        assertThat(read.targetRole()).hasValueSatisfying(role -> {
            assertThat(role.arn()).isEqualTo("arn:{partition}:iam::{account}:role/OverseerTarget");
            assertThat(role.externalId()).contains("hush");
            assertThat(role.accounts()).contains(Set.of("123456789012"));
        });
        assertThat(rules.controls())
                .containsExactly(Map.entry(
                        "glue-dev-endpoint",
                        new ControlRule(
                                Optional.of(new Vote(Mode.ENFORCE, new Provenance("overseer.yaml:5:29"))),
                                Map.of("subnet", false),
                                Duration.ZERO,
                                false,
                                false,
                                Optional.empty(),
                                new Provenance("overseer.yaml:5:3"))));
        assertThat(rules.scopes())
                .containsExactly(new ScopeRule(
                        Set.of(),
                        Set.of("210987654321"),
                        Set.of(),
                        new Vote(Mode.DRY_RUN, new Provenance("overseer.yaml:7:40"))));
        assertThat(rules.exemptions())
                .containsExactly(new Exemption(
                        Optional.of("glue-dev-endpoint"),
                        new Subject.Resource(new Glob("lab-*")),
                        "a lab",
                        "team@example.com",
                        Instant.parse("2027-02-01T00:00:00Z"),
                        new Provenance("overseer.yaml:9:5")));
        assertThat(rules.limits()).isEqualTo(Limits.STANDARD);
        assertThat(rules.killSwitch()).isEqualTo(new KillSwitchPlace.InParameter("/overseer/stop"));
        assertThat(read.ledger())
                .contains(new LedgerSettings.Sqlite(
                        Optional.of(Path.of("/var/lib/overseer/ledger.db")), Duration.ofDays(400)));
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void readsWhoIsTold() {
        Configuration read = read("""
                notify:
                  - {sns: "arn:aws-cn:sns:cn-north-1:123456789012:alerts.fifo", outcomes: [PLANNED, HELD]}
                  - {ses: {from: Overseer <overseer@example.com>, to: [b@example.com, a@example.com], region: eu-west-1}, controls: [glue-job]}
                  - {eventbridge: default}
                  - eventbridge: arn:aws:events:eu-central-1:210987654321:event-bus/a/b
                """);

        assertThat(read.notices())
                .containsExactly(
                        new NotifySettings(
                                new Destination.Sns("arn:aws-cn:sns:cn-north-1:123456789012:alerts.fifo", "cn-north-1"),
                                Set.of("PLANNED", "HELD"),
                                Set.of()),
                        new NotifySettings(
                                new Destination.Ses(
                                        "Overseer <overseer@example.com>",
                                        List.of("b@example.com", "a@example.com"),
                                        Optional.of("eu-west-1")),
                                Set.of("REMEDIATED", "HELD", "FAILED", "TIMED_OUT"),
                                Set.of("glue-job")),
                        new NotifySettings(
                                new Destination.EventBridge("default", Optional.empty()),
                                Set.copyOf(NotifySettings.STANDARD),
                                Set.of()),
                        new NotifySettings(
                                new Destination.EventBridge(
                                        "arn:aws:events:eu-central-1:210987654321:event-bus/a/b",
                                        Optional.of("eu-central-1")),
                                Set.copyOf(NotifySettings.STANDARD),
                                Set.of()));
        assertThat(read.notices())
                .extracting(told -> told.destination().text())
                .containsExactly(
                        "sns arn:aws-cn:sns:cn-north-1:123456789012:alerts.fifo",
                        "ses b@example.com, a@example.com (eu-west-1)",
                        "eventbridge default",
                        "eventbridge arn:aws:events:eu-central-1:210987654321:event-bus/a/b");
    }

    @Test
    void leavesDefaultsWhereNothingIsSaid() {
        Configuration read = read("{}");

        assertThat(read.rules())
                .isEqualTo(new Rules(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        Limits.STANDARD,
                        new KillSwitchPlace.Here(List.of())));
        assertThat(read.targetRole()).isEmpty();
        assertThat(read.ledger()).isEmpty();
        assertThat(read.notices()).isEmpty();
        assertThat(read("controls: {glue-job: {}}")
                        .rules()
                        .controls()
                        .get("glue-job")
                        .mode())
                .isEmpty();
    }

    @Test
    void identifiesAConfigurationByItsBytes() {
        // printf '{}' | sha256sum
        assertThat(read("{}").hash()).isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(read("{} ").hash()).isNotEqualTo(read("{}").hash());
    }

    @Test
    void knowsWhereEachValueStands() {
        Configuration read = read("""
                controls:
                  glue-dev-endpoint:
                    mode: enforce
                    checks:
                      subnet: off
                scopes:
                  - accounts:
                      - 123456789012
                    mode: off
                """);

        assertThat(read.said("controls.glue-dev-endpoint")).hasToString("overseer.yaml:2:3");
        assertThat(read.said("controls.glue-dev-endpoint.mode")).hasToString("overseer.yaml:3:11");
        assertThat(read.said("controls.glue-dev-endpoint.checks.subnet")).hasToString("overseer.yaml:5:15");
        assertThat(read.said("scopes[0].accounts[0]")).hasToString("overseer.yaml:8:9");
        assertThat(read.said("limits.perHour")).isEqualTo(Provenance.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "'off'", "\"off\""})
    void takesOffForAWordWhateverYamlDoes(String off) {
        Configuration read = read("""
                mode: %1$s
                controls: {glue-dev-endpoint: {mode: %1$s, checks: {subnet: %1$s}, approval: %1$s}}
                limits: {killSwitch: %1$s}
                """.formatted(off));

        assertThat(read.rules().ceiling().orElseThrow().mode()).isEqualTo(Mode.OFF);
        assertThat(read.rules()
                        .controls()
                        .get("glue-dev-endpoint")
                        .mode()
                        .orElseThrow()
                        .mode())
                .isEqualTo(Mode.OFF);
        assertThat(read.rules().controls().get("glue-dev-endpoint").checks())
                .containsExactly(Map.entry("subnet", false));
    }

    @Test
    void takesAnAccountWithoutQuotes() {
        assertThat(read("accounts: {allow: [123456789012, 012345678901, 000000000000]}")
                        .rules()
                        .accounts())
                .contains(Set.of("123456789012", "012345678901", "000000000000"));
    }

    @ParameterizedTest
    @CsvSource({
        "2027-01-31, 2027-02-01T00:00:00Z",
        "'\"2027-01-31\"', 2027-02-01T00:00:00Z",
        "2027-01-31T12:00:00Z, 2027-01-31T12:00:00Z",
        "2027-01-31T12:00:00+01:00, 2027-01-31T11:00:00Z"
    })
    void exemptsUntilTheEndOfADayOrATime(String until, Instant end) {
        assertThat(exemption("resource: x, until: " + until).until()).isEqualTo(end);
    }

    @Test
    void exemptsByEverySubject() {
        assertThat(exemption("until: 2027-01-31, principal: 'arn:aws:iam::123456789012:role/Deployer'")
                        .subject())
                .isEqualTo(new Subject.Principal(new Glob("arn:aws:iam::123456789012:role/Deployer")));
        assertThat(((Subject.Event) exemption(
                                        "until: 2027-01-31, event: {account: [123456789012], detail: {errorCode: [{exists: false}, null, 7, off]}}")
                                .subject())
                        .pattern()
                        .json())
                .isEqualTo(
                        "{\"account\":[\"123456789012\"],\"detail\":{\"errorCode\":[{\"exists\":false},null,7,\"off\"]}}");
        assertThat(((Subject.Event) exemption("until: 2027-01-31, event: '{\"source\": [\"aws.glue\"]}'")
                                .subject())
                        .pattern()
                        .json())
                .isEqualTo("{\"source\":[\"aws.glue\"]}");
        assertThat(tag("tag: overseer=exempt")).isEqualTo(new Subject.Tag("overseer", "exempt"));
        assertThat(tag("tag: a=b=c")).isEqualTo(new Subject.Tag("a", "b=c"));
        assertThat(tag("tag: {key: a=b, value: c}")).isEqualTo(new Subject.Tag("a=b", "c"));
    }

    @Test
    void readsLimits() {
        Rules rules = read("""
                limits:
                  perControlAccountHour: 1
                  perControlHour: 2
                  perHour: 3
                  firstEnforcement: 4
                  failuresInARow: 5
                  flapping: {times: 6, window: 7d}
                  killSwitch:
                    - {control: glue-job, account: 123456789012, region: eu-west-1, by: alice, reason: an incident}
                    - {by: bob, reason: a freeze}
                """).rules();

        assertThat(rules.limits()).isEqualTo(new Limits(1, 2, 3, new Limits.Flapping(6, Duration.ofDays(7)), 4, 5));
        assertThat(rules.killSwitch())
                .isEqualTo(new KillSwitchPlace.Here(List.of(
                        new Stop(
                                Optional.of("glue-job"),
                                Optional.of("123456789012"),
                                Optional.of("eu-west-1"),
                                "alice",
                                "an incident"),
                        new Stop(Optional.empty(), Optional.empty(), Optional.empty(), "bob", "a freeze"))));
        assertThat(read("limits: {killSwitch: file:/etc/overseer/stop}").rules().killSwitch())
                .isEqualTo(new KillSwitchPlace.InFile(Path.of("/etc/overseer/stop")));
        assertThat(read("limits: {killSwitch: on}").rules().killSwitch())
                .isEqualTo(new KillSwitchPlace.Here(List.of(new Stop(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "overseer.yaml:1:22",
                        "the kill switch is on"))));
    }

    @Test
    void readsLedgers() {
        assertThat(read("ledger: {type: dynamodb, table: overseer, region: eu-west-1, retain: 30d}")
                        .ledger())
                .contains(new LedgerSettings.DynamoDb("overseer", Optional.of("eu-west-1"), Duration.ofDays(30)));
        assertThat(read("ledger: {type: none}").ledger()).contains(new LedgerSettings.None());
        assertThat(read("ledger: {type: sqlite}").ledger())
                .contains(new LedgerSettings.Sqlite(Optional.empty(), LedgerSettings.RETAIN));
    }

    @ParameterizedTest
    @CsvSource({"PT30M, PT30M", "30m, PT30M", "2h, PT2H", "1d, PT24H", "PT0S, PT0S"})
    void readsDurationsAsTheCommandLineDoes(String text, Duration grace) {
        assertThat(read("controls: {glue-job: {grace: %s}}".formatted(text))
                        .rules()
                        .controls()
                        .get("glue-job")
                        .grace())
                .isEqualTo(grace);
    }

    @Test
    void readsJsonAsWell() {
        assertThat(read("{\"controls\": {\"glue-job\": {\"mode\": \"enforce\"}}}")
                        .rules()
                        .controls())
                .containsKey("glue-job");
        assertThat(read("\uFEFFmode: off").rules().ceiling()).isPresent();
    }

    @Test
    void switchesChecksOffAndSettingsOn() {
        Configuration read = read("""
                controls:
                  glue-dev-endpoint: {checks: {subnet: off, public-keys: on}}
                  glue-job: {settings: {largestSize: 3}}
                """);

        PluginCatalog configured = SampleControls.catalog().configured(read.rules());

        assertThat(configured.find("glue-dev-endpoint").orElseThrow().switchedOn())
                .extracting(check -> check.id())
                .containsExactly("public-keys");
        assertThat(configured.find("glue-job").orElseThrow().settings(SampleControls.JobSettings.class))
                .extracting(SampleControls.JobSettings::largestSize, SampleControls.JobSettings::strict)
                .containsExactly(3, true);
        assertThat(configured.routable()).isEqualTo(SampleControls.catalog().routable());
        assertThat(SampleControls.catalog()
                        .configured(read("{}").rules())
                        .find("glue-job")
                        .orElseThrow()
                        .settings(SampleControls.JobSettings.class))
                .isEqualTo(SampleControls.DEFAULTS);
    }

    private Subject tag(String subject) {
        Rules rules = read("""
                controls: {glue-job: {exemptByTag: true}}
                exemptions: [{control: glue-job, until: 2027-01-31, reason: r, owner: o, %s}]
                """.formatted(subject)).rules();
        return rules.exemptions().getFirst().subject();
    }

    private Exemption exemption(String parts) {
        return read("exemptions: [{reason: r, owner: o, %s}]".formatted(parts))
                .rules()
                .exemptions()
                .getFirst();
    }

    private Configuration read(String yaml) {
        return reader.read(yaml.getBytes(UTF_8), "overseer.yaml");
    }
}
