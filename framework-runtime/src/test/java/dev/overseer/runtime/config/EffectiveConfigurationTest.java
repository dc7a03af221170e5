package dev.overseer.runtime.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.event.EventMatch;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EffectiveConfigurationTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final String EVERYTHING = """
            mode: enforce
            accounts: {allow: [012345678901, 123456789012], role: "arn:{partition}:iam::{account}:role/R", externalId: "a:b"}
            regions: {allow: [eu-west-1]}
            controls:
              glue-dev-endpoint: {mode: enforce, checks: {subnet: off, public-keys: on}, grace: 2h, approval: on, exemptByTag: yes}
              glue-job: {mode: off, checks: {encryption: on}, settings: {strict: no, trusted: [a, "b: c"], logging: {days: 1}}}
            scopes:
              - {accounts: [210987654321], controls: [glue-job], mode: dry-run}
            exemptions:
              - {control: glue-dev-endpoint, resource: "lab-*", reason: "für alle #1", owner: o, until: 2027-01-31}
              - {principal: "arn:aws:iam::123456789012:role/R", reason: "null", owner: "123", until: 2027-01-31T10:00:00Z}
              - {event: {source: [aws.glue]}, reason: r, owner: o, until: 2027-01-31}
              - {tag: a=b, reason: r, owner: o, until: 2027-01-31}
            limits:
              perHour: 7
              flapping: {times: 2}
              killSwitch: [{control: glue-job, account: 123456789012, by: "on", reason: "off"}]
            ledger: {type: dynamodb, table: overseer, region: eu-west-1, retain: 30d}
            notify:
              - {sns: "arn:aws:sns:eu-west-1:123456789012:alerts", outcomes: [PLANNED, ANNOUNCED]}
              - {ses: {from: overseer@example.com, to: [team@example.com], region: eu-west-1}, controls: [glue-job, glue-dev-endpoint]}
              - {eventbridge: default}
            """;

    private final ConfigurationReader reader = new ConfigurationReader(SampleControls.catalog(), CLOCK);

    @Test
    void saysWhereEachValueComesFrom() {
        String shown = effective("""
                controls:
                  glue-dev-endpoint: {mode: enforce}
                """, Optional.empty()).yaml();

        assertThat(shown).isEqualTo("""
                mode: enforce  # default
                controls:
                  glue-dev-endpoint:
                    mode: enforce  # overseer.yaml:2:29
                    checks:
                      subnet: on  # default
                      public-keys: on  # default
                    grace: PT0S  # default
                    approval: off  # default
                    exemptByTag: off  # default
                  glue-job:
                    mode: dry-run  # not listed under controls
                    checks:
                      encryption: on  # default
                    grace: PT0S  # default
                    approval: off  # default
                    exemptByTag: off  # default
                    settings:
                      largestSize: 10  # default
                      strict: true  # default
                      patience: PT5M  # default
                      trusted:
                        - root  # default
                      kind: BATCH  # default
                      logging:
                        bucket: logs  # default
                        days: 30  # default
                scopes: []  # default
                exemptions: []  # default
                limits:
                  perControlAccountHour: 10  # default
                  perControlHour: 50  # default
                  perHour: 100  # default
                  flapping:
                    times: 3  # default
                    window: PT24H  # default
                  firstEnforcement: 3  # default
                  failuresInARow: 5  # default
                  killSwitch: off  # default
                notify: []  # default
                """);
    }

    @Test
    void showsWhoIsToldOfWhat() {
        String shown = effective("""
                notify:
                  - sns: arn:aws:sns:eu-west-1:123456789012:alerts
                    outcomes: [PLANNED, HELD]
                    controls: [glue-job]
                  - {ses: {from: overseer@example.com, to: [team@example.com]}}
                """, Optional.empty()).yaml();

        assertThat(shown).endsWith("""
                notify:
                  - sns: "arn:aws:sns:eu-west-1:123456789012:alerts"  # overseer.yaml:2:10
                    outcomes:
                      - PLANNED  # overseer.yaml:3:16
                      - HELD  # overseer.yaml:3:25
                    controls:
                      - glue-job  # overseer.yaml:4:16
                  - ses:
                      from: "overseer@example.com"  # overseer.yaml:5:18
                      to:
                        - "team@example.com"  # overseer.yaml:5:45
                    outcomes:
                      - REMEDIATED  # default
                      - HELD  # default
                      - FAILED  # default
                      - TIMED_OUT  # default
                """);
    }

    @Test
    void readsAsTheConfigurationThatItShows() {
        Configuration read = read(EVERYTHING);
        String shown = effective(EVERYTHING, Optional.empty()).yaml();

        Configuration again = read(shown);

        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Provenance.class)
                .withEqualsForType(EventMatch::equals, EventMatch.class)
                .ignoringFields("hash", "said", "warnings")
                .isEqualTo(read);
    }

    @Test
    void saysWhereATagStands() {
        String shown = effective("""
                controls: {glue-job: {exemptByTag: on}}
                exemptions:
                  - {tag: a=b, reason: r, owner: o, until: 2027-01-31}
                  - {tag: {key: a=b, value: c}, reason: r, owner: o, until: 2027-01-31}
                """, Optional.empty()).yaml();

        assertThat(shown)
                .contains(
                        "  - tag: \"a=b\"  # overseer.yaml:3:11\n",
                        "      key: \"a=b\"  # overseer.yaml:4:17\n",
                        "      value: c  # overseer.yaml:4:29\n");
    }

    @Test
    void saysWhoseVoteIsTheMostCareful() {
        Vote dry = new Vote(Mode.DRY_RUN, new Provenance("OVERSEER_MODE"));

        assertThat(effective("mode: enforce", Optional.of(dry)).yaml()).startsWith("mode: dry-run  # OVERSEER_MODE\n");
        assertThat(effective("mode: off", Optional.of(dry)).yaml()).startsWith("mode: off  # overseer.yaml:1:7\n");
        assertThat(new EffectiveConfiguration(Optional.empty(), SampleControls.catalog(), Optional.of(dry)).yaml())
                .startsWith("mode: dry-run  # OVERSEER_MODE\n");
    }

    @Test
    void saysWhichOptionGoesOverTheFile() {
        Configuration narrowed = read("accounts: {allow: [123456789012]}")
                .withAccounts(Set.of("210987654321"), new Provenance("--accounts"))
                .withRegions(Set.of("eu-west-1"), new Provenance("OVERSEER_REGIONS"));

        assertThat(new EffectiveConfiguration(Optional.of(narrowed), SampleControls.catalog(), Optional.empty()).yaml())
                .contains("- \"210987654321\"  # --accounts\n", "- eu-west-1  # OVERSEER_REGIONS\n");
    }

    @Test
    void listsSingleValues() {
        List<EffectiveConfiguration.Value> values = effective(
                        "scopes: [{regions: [eu-west-1], mode: off}]", Optional.empty())
                .values();

        assertThat(values)
                .anySatisfy(value -> {
                    assertThat(value.path()).isEqualTo("scopes[0].regions[0]");
                    assertThat(value.value().asText()).isEqualTo("eu-west-1");
                    assertThat(value.said()).hasToString("overseer.yaml:1:21");
                })
                .anySatisfy(value -> assertThat(value.path()).isEqualTo("limits.flapping.times"));
    }

    private EffectiveConfiguration effective(String yaml, Optional<Vote> vote) {
        return new EffectiveConfiguration(Optional.of(read(yaml)), SampleControls.catalog(), vote);
    }

    private Configuration read(String yaml) {
        return reader.read(yaml.getBytes(UTF_8), "overseer.yaml");
    }
}
