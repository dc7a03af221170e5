package dev.overseer.runtime.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.overseer.runtime.plugin.PluginCatalog;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ConfigurationProblemsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final String LIFE = "reason: r, owner: o, until: 2027-01-31";

    @Test
    void tellsOfAllAtOnceWithLineAndColumn() {
        assertThat(problems("""
                mode: enfroce
                acounts: {}
                regions: {allow: [Ireland]}
                controls:
                  glue-dev-endpiont: {mode: enforce}
                  glue-job:
                    mode: enforce
                    mode: off
                    checks: {encription: off}
                    settings: {largestsize: 3}
                scopes:
                  - {accounts: [12345], mode: dry-run}
                limits:
                  perHour: many
                """))
                .containsExactly(
                        "overseer.yaml:1:7: mode: \"enfroce\" is not a mode. Did you mean enforce?",
                        "overseer.yaml:2:1: \"acounts\" is not a key. Did you mean accounts?",
                        "overseer.yaml:3:19: regions.allow[0]: \"Ireland\" is not a region such as eu-west-1",
                        "overseer.yaml:5:3: controls: \"glue-dev-endpiont\" is not an installed control. Did you mean glue-dev-endpoint?",
                        "overseer.yaml:8:5: has the key \"mode\" twice. Remove one",
                        "overseer.yaml:9:14: controls.glue-job.checks: \"encription\" is not a check of glue-job. Did you mean encryption?",
                        "overseer.yaml:10:16: controls.glue-job.settings: \"largestsize\" is not a setting. Did you mean largestSize?",
                        "overseer.yaml:12:17: scopes[0].accounts[0]: \"12345\" is not an account of twelve digits",
                        "overseer.yaml:14:12: limits.perHour: \"many\" is not a whole number of at least 0");
    }

    @Test
    void listsWhatThereIsWhereNothingIsClose() {
        assertThat(problem("controls: {s3-bucket: {}}"))
                .endsWith(
                        "controls: \"s3-bucket\" is not an installed control. There are: glue-dev-endpoint, glue-job");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                       | is a list. Write a mapping with mode, accounts, regions, controls, scopes, exemptions, limits, ledger, notify",
                "enforce                                  | is a single value. Write a mapping with mode, accounts",
                "regions: [eu-west-1]                     | regions: is a list. Write a mapping with allow",
                "controls:                                | controls: is empty. Write a mapping with an installed control for each key, or remove it",
                "mode:                                    | mode: is empty. Write off, dry-run or enforce, or remove it",
                "mode: [off]                              | mode: is a list. Write off, dry-run or enforce",
                "mode: ''                                 | mode: \"\" is not a mode. There are: off, dry-run, enforce",
                "controls: {glue-job: enforce}            | controls.glue-job: is a single value. Write a mapping with mode, checks, grace, approval, exemptByTag, settings",
                "controls: {glue-job: {checks: [a]}}      | controls.glue-job.checks: is a list. Write a mapping with a check of glue-job for each key",
                "controls: {glue-job: {settings: [a]}}    | controls.glue-job.settings: is a list. Write a mapping with largestSize, strict",
                "controls: {glue-job: {approval: maybe}}  | \"maybe\" is neither on nor off",
                "controls: {glue-job: {grace: soon}}      | \"soon\" is not a duration such as 2s, 7m, 1h30m or PT7M",
                "controls: {glue-job: {grace: -1h}}       | \"-1h\" is not a duration such as 2s, 7m, 1h30m or PT7M",
                "controls: {glue-job: {grace: 36501d}}    | \"36501d\" is longer than 36500d. Write a shorter one",
                "controls: {glue-job: {checks: {encryption: off}}} | switches every check off. Leave one on, or say mode: off",
                "controls: {glue-dev-endpoint: {settings: {a: 1}}} | glue-dev-endpoint has no settings. Remove it",
                "accounts: {allow: []}                    | accounts.allow: is an empty list. Name accounts, or remove it to work in all",
                "accounts: {allow: ['1234567890123']}     | \"1234567890123\" is not an account of twelve digits",
                "accounts: {role: Admin}                  | The role \"Admin\" is not one. Write it like arn:{partition}:iam::{account}:role/OverseerTarget",
                "accounts: {externalId: abc}              | accounts.externalId: is given without the role that it is for",
                "scopes: [{mode: off}]                    | scopes[0]: names no part of the estate. Add controls, accounts or regions",
                "scopes: [{regions: [eu-west-1]}]         | scopes[0]: lacks mode: how far the controls may go there",
                "scopes: [{controls: [glue-jbo], mode: off}] | \"glue-jbo\" is not an installed control. Did you mean glue-job?",
                "limits: {perHour: -1}                    | \"-1\" is not a whole number of at least 0",
                "limits: {perHour: 1.5}                   | \"1.5\" is not a whole number of at least 0",
                "limits: {perHour: 99999999999}           | \"99999999999\" is not a whole number of at least 0",
                "limits: {flapping: {window: 0s}}         | \"0s\" is no time at all",
                "limits: {flapping: {window: 400000000000d}} | \"400000000000d\" is longer than 36500d. Write a shorter one",
                "limits: {killSwitch: /run/stop}          | \"/run/stop\" is not a place for a kill switch. Write off, on, ssm:/name, file:/path, or a list of stops",
                "limits: {killSwitch: {by: a, reason: b}} | limits.killSwitch: is a mapping. Write off, on, ssm:/name, file:/path, or a list of stops",
                "limits: {killSwitch: ssm:stop}           | \"ssm:stop\" does not name a parameter. Write it like ssm:/overseer/stop",
                "limits: {killSwitch: file:stop}          | \"stop\" is not a whole path. Begin it with /",
                "limits: {killSwitch: 's3://b/k'}         | \"s3://b/k\" is not a place for a kill switch. Write off, on, ssm:/name, file:/path, or a list of stops",
                "limits: {killSwitch: [{by: a}]}          | limits.killSwitch[0]: lacks reason: why. Add it",
                "ledger: {path: /x}                       | ledger: lacks type",
                "ledger: {type: redis}                    | \"redis\" is not a ledger. There are: sqlite, dynamodb, none",
                "ledger: {type: dynamodb}                 | ledger: lacks table",
                "ledger: {type: none, retain: 1d}         | ledger.retain: has no effect on a ledger of type none. Remove it",
                "ledger: {type: sqlite, path: ~/x}        | only a shell makes a folder of ~. Write the whole path",
                "notify: {sns: x}                         | notify: is a mapping. Write a list",
                "notify: [sns]                            | notify[0]: is a single value. Write a mapping",
                "notify: [{}]                             | notify[0]: does not say who is told. Add one of sns, ses, eventbridge",
                "notify: [{sms: x}]                       | notify[0]: \"sms\" is not a key. Did you mean sns?",
                "notify: [{sns: alerts}]                  | notify[0].sns: \"alerts\" is not the ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:overseer",
                "notify: [{sns: 'arn:aws:sqs:eu-west-1:123456789012:alerts'}] | is not the ARN of a topic",
                "notify: [{sns: 'arn:aws:sns:eu-west-1:123456789012:a:b'}] | is not the ARN of a topic",
                "notify: [{eventbridge: 'a bus'}]         | notify[0].eventbridge: \"a bus\" is not the name of an event bus, such as default",
                "notify: [{eventbridge: 'arn:aws:events:eu-west-1:123456789012:rule/r'}] | is not the ARN of an event bus, such as arn:aws:events:eu-west-1:123456789012:event-bus/overseer",
                "notify: [{eventbridge: default, sns: 'arn:aws:sns:eu-west-1:123456789012:a'}] | notify[0]: tells sns and eventbridge. Keep one of them, and write another item for the other",
                "notify: [{ses: {to: [a@example.com]}}]   | notify[0].ses: lacks from: the sender, an address that SES has verified. Add it",
                "notify: [{ses: {from: a@example.com}}]   | notify[0].ses: lacks to: who gets the mail, a list of addresses. Add it",
                "notify: [{ses: {from: a@example.com, to: []}}] | notify[0].ses.to: is an empty list. Name who gets the mail",
                "notify: [{ses: {from: a@example.com, to: [ann]}}] | notify[0].ses.to[0]: \"ann\" is not an address, such as team@example.com",
                "notify: [{ses: {from: \"a@example.com\\r\\nBcc: b@example.com\", to: [a@example.com]}}] | notify[0].ses.from: \"a@example.com\\u{d}\\nBcc: b@example.com\" is not an address",
                "notify: [{ses: {from: a@example.com, to: [a@example.com], region: Ireland}}] | notify[0].ses.region: \"Ireland\" is not a region",
                "notify: [{eventbridge: default, outcomes: []}] | notify[0].outcomes: is an empty list. Name outcomes, or remove it to mean REMEDIATED, HELD, FAILED, TIMED_OUT",
                "notify: [{eventbridge: default, outcomes: [FIALED]}] | notify[0].outcomes[0]: \"FIALED\" is not an outcome. Did you mean FAILED?",
                "notify: [{eventbridge: default, outcomes: [held]}] | notify[0].outcomes[0]: \"held\" is not an outcome. Did you mean HELD?",
                "notify: [{eventbridge: default, controls: [glue-jbo]}] | notify[0].controls[0]: \"glue-jbo\" is not an installed control. Did you mean glue-job?",
                "mode: *b                                 | 1:7: *b is an alias, which is not supported. Write the value out",
            })
    void saysWhatToDo(String yaml, String problem) {
        assertThat(String.join("\n", problems(yaml))).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reason: r, owner: o, resource: x                         | lacks until",
                "reason: r, owner: o, resource: x, until: 2027-02-30      | \"2027-02-30\" is not a date such as 2027-01-31, nor a time",
                "reason: r, owner: o, resource: x, until: soon            | \"soon\" is not a date",
                "reason: r, owner: o, resource: x, until: 2027-01-31T12:00 | \"2027-01-31T12:00\" is not a date",
                "reason: '', owner: o, resource: x, until: 2027-01-31     | reason: is blank. Write a reason",
                "owner: o, resource: x, until: 2027-01-31                 | lacks reason: why it is left alone. Add it",
                "reason: r, resource: x, until: 2027-01-31                | lacks owner",
                "reason: r, owner: o, until: 2027-01-31                   | does not say what is exempt. Add one of resource, principal, event, tag",
                "resource: x, principal: y, reason: r, owner: o, until: 2027-01-31 | exempts by resource and principal. Keep one of them",
                "control: glue-jbo, resource: x, reason: r, owner: o, until: 2027-01-31 | \"glue-jbo\" is not an installed control",
                "event: {detail: {eventName: [{prefx: a}]}}, reason: r, owner: o, until: 2027-01-31 | is not an EventBridge pattern",
                "event: {}, reason: r, owner: o, until: 2027-01-31        | is not an EventBridge pattern",
                "event: '{\"a\": [1]} trailing', reason: r, owner: o, until: 2027-01-31 | is neither a mapping nor JSON",
                "event: [1], reason: r, owner: o, until: 2027-01-31       | event: is a list. Write an EventBridge pattern",
                "tag: exempt, reason: r, owner: o, until: 2027-01-31      | \"exempt\" is not a tag. Write key=value",
                "tag: a=b, reason: r, owner: o, until: 2027-01-31         | exempts by tag, and no control allows that",
                "control: glue-job, tag: a=b, reason: r, owner: o, until: 2027-01-31 | Add exemptByTag: true to the control",
            })
    void saysWhatIsWrongWithAnExemption(String parts, String problem) {
        assertThat(problem("exemptions: [{" + parts + "}]")).contains(problem);
    }

    @Test
    void tellsOfAllThatIsWrongWithAnExemptionOrAScopeAtOnce() {
        assertThat(problems("exemptions: [{resource: x, principal: y, reason: r, until: soon}]"))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("\"soon\" is not a date"))
                .anySatisfy(line -> assertThat(line).contains("lacks owner"))
                .anySatisfy(line -> assertThat(line).contains("exempts by resource and principal. Keep one of them"));
        assertThat(problems("exemptions: [{owner: o, reason: r}]"))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("lacks until"))
                .anySatisfy(line -> assertThat(line).contains("does not say what is exempt"));
        assertThat(problems("scopes: [{}]"))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("names no part of the estate"))
                .anySatisfy(line -> assertThat(line).contains("lacks mode"));
    }

    @Test
    void refusesAPatternOfTooManyCombinations() {
        String either = "{$or: [{a: [1]}, {b: [1]}, {c: [1]}, {d: [1]}, {e: [1]}, {f: [1]}]}";
        String event = IntStream.rangeClosed(1, 8)
                .mapToObj(number -> "x%d: %s".formatted(number, either))
                .collect(Collectors.joining(", ", "event: {", "}"));

        assertThat(problem("exemptions: [{%s, %s}]".formatted(event, LIFE)))
                .endsWith("exemptions[0].event: combines its $or in more than 1,000 ways. Write several exemptions");
    }

    @Test
    void countsACheckThatIsOffByDefaultAsOffUnlessItIsSwitchedOn() {
        PluginCatalog catalog = SampleControls.catalogWithOptionalCheck("glue-crawler", "encryption", "network");

        assertThat(problems("controls: {glue-crawler: {checks: {encryption: off}}}", catalog))
                .singleElement()
                .asString()
                .endsWith("controls.glue-crawler.checks: switches every check off. Leave one on, or say mode: off");
        assertThat(read("controls: {glue-crawler: {checks: {encryption: off, network: on}}}", catalog)
                        .warnings())
                .isEmpty();
    }

    @Test
    void quotesOnOneCleanLine() {
        assertThat(problem("\"a\\e[31m\\nb\": 1")).startsWith("overseer.yaml:1:1: \"a\\u{1b}[31m\\nb\" is not a key");
    }

    @Test
    void doesNotQuoteTheExternalId() {
        assertThat(problem("accounts: {role: 'arn:{partition}:iam::{account}:role/R', externalId: 'hush hush'}"))
                .contains("accounts.externalId: is not an external id")
                .doesNotContain("hush");
    }

    @Test
    void refusesAnAliasBomb() {
        String bomb = """
                a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]
                b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
                c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
                d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
                """;

        assertThat(problems(bomb))
                .contains("overseer.yaml:2:8: *a is an alias, which is not supported. Write the value out")
                .filteredOn(problem -> problem.contains("is an alias"))
                .hasSize(27);
    }

    @Test
    void refusesAnAliasOfItself() {
        assertThat(problems("controls: &a {glue-job: *a}"))
                .containsExactly("overseer.yaml:1:25: *a is an alias, which is not supported. Write the value out");
    }

    @Test
    void refusesMergeKeys() {
        assertThat(problems("controls: {glue-job: {<<: {mode: enforce}}}"))
                .containsExactly(
                        "overseer.yaml:1:23: controls.glue-job: \"<<\" is not a key. There are: mode, checks, grace, approval, exemptByTag, settings");
    }

    @Test
    void refusesTags() {
        assertThat(problems("mode: !!str off"))
                .containsExactly(
                        "overseer.yaml:1:7: has the tag tag:yaml.org,2002:str, which is not supported. Remove it");
        assertThat(problems("controls: !!javax.script.ScriptEngineManager [x]"))
                .anyMatch(problem -> problem.contains("has the tag"));
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThat(problem("# " + "x".repeat(1 << 20)))
                .isEqualTo("overseer.yaml:1:1: is larger than 1 MiB. Is this a configuration?");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThat(problem("a: " + "[".repeat(200_000)))
                .isEqualTo("overseer.yaml:1:53: is nested more than 50 levels deep. Flatten it");
        assertThat(problem("{a: ".repeat(100_000))).contains("is nested more than 50 levels deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n\n", "# only a comment\n"})
    void refusesAnEmptyFile(String empty) {
        assertThat(problem(empty)).startsWith("overseer.yaml:1:1: is empty. List controls in it");
    }

    @Test
    void refusesAnEmptyDocument() {
        assertThat(problem("---\n")).contains("is empty. Write a mapping");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(problem("mode: off\n---\nmode: enforce\n"))
                .isEqualTo("overseer.yaml:2:1: begins a second document. Keep one, without a line of ---");
    }

    @Test
    void saysWhereItIsNotYaml() {
        assertThat(problem("mode: off\ncontrols: {glue-job: {mode: off}\nregions: x\n"))
                .startsWith("overseer.yaml:3:")
                .contains("is not YAML: while parsing a flow mapping");
        assertThat(problem("mode:\n\toff")).startsWith("overseer.yaml:2:1: is not YAML");
        assertThat(problem("mode: off\nx: \u0007"))
                .isEqualTo("overseer.yaml:2:4: holds a character that YAML does not allow, U+0007. Remove it");
    }

    @Test
    void refusesOtherEncodings() {
        InvalidConfigurationException invalid = catchThrowableOfType(
                InvalidConfigurationException.class,
                () -> reader(SampleControls.catalog()).read("mode: off\n# für".getBytes(ISO_8859_1), "overseer.yaml"));

        assertThat(invalid.problems())
                .singleElement()
                .hasToString("overseer.yaml:2:4: is not UTF-8 text. Save it as UTF-8");
    }

    @Test
    void survivesManyProblems() {
        String keys = String.join("\n", Collections.nCopies(20_000, "- {accounts: [x], mode: y}"));

        InvalidConfigurationException invalid = catchThrowableOfType(
                InvalidConfigurationException.class, () -> read("scopes:\n" + keys, SampleControls.catalog()));

        assertThat(invalid.problems()).hasSize(40_000);
        assertThat(invalid.getMessage().lines()).hasSize(102).last().isEqualTo("  and 39900 more");
    }

    @Test
    void warnsOfExemptionsThatAreOver() {
        assertThat(warnings("exemptions: [{resource: x, reason: r, owner: o, until: 2026-11-22}]"))
                .containsExactly(
                        "overseer.yaml:1:56: exemptions[0].until: is over, so this exemption does not apply any more. Renew or remove it");
        assertThat(warnings("exemptions: [{resource: x, reason: r, owner: o, until: 2026-11-23}]"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event: {detail: {userAgent: [x]}}                         | depends on userAgent, which callers can choose",
                "event: {detail: {sourceIPAddress: [x]}}                   | depends on sourceIPAddress, which callers can choose",
                "event: {detail: {requestParameters: {name: [x]}}}         | depends on requestParameters, which callers can choose",
                "event: {$or: [{source: [a]}, {detail: {userAgent: [x]}}]} | depends on userAgent, which callers can choose",
                "event: {detail: {userIdentity: {arn: [x]}}}               | depends on userIdentity.arn, which callers can choose",
                "event: {detail: {userIdentity: {principalId: [x]}}}       | depends on principalId, which callers can choose",
                "principal: '*'                                            | matches every role",
                "principal: 'arn:aws:iam::123456789012:role/*'             | matches every role",
                "principal: 'arn:aws:iam::*:user/*'                        | matches every user",
                "principal: 'arn:aws:sts::123456789012:assumed-role/Deployer/alice' | is about a session",
                "principal: 'arn:aws:sts::123456789012:federated-user/alice' | is about a session",
                "resource: '*'                                             | matches every resource",
            })
    void warnsOfExemptionsThatAreWiderThanTheyLook(String subject, String warning) {
        assertThat(warnings("exemptions: [{%s, %s}]".formatted(subject, LIFE)))
                .anySatisfy(line -> assertThat(line).contains(warning));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource: 'lab-*'",
                "principal: 'arn:aws:iam::123456789012:role/Deployer'",
                "principal: 'arn:aws:iam::123456789012:role/admin/*'",
                "event: {detail: {userIdentity: {sessionContext: {sessionIssuer: {arn: [x]}}}, eventName: [x]}}",
            })
    void doesNotWarnOfOthers(String subject) {
        assertThat(warnings("exemptions: [{%s, %s}]".formatted(subject, LIFE))).isEmpty();
    }

    @Test
    void warnsOfScopesThatCannotEnforce() {
        assertThat(warnings("scopes: [{controls: [glue-job], regions: [eu-west-1], mode: enforce}]"))
                .containsExactly(
                        "overseer.yaml:1:10: scopes[0]: does not let glue-job write: it is not listed under controls, and so runs dry");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{eventbridge: default, outcomes: [HELD, FAILED, HELD]}  | notify[0].outcomes: names HELD more than once",
                "{eventbridge: default, controls: [glue-dev-endpoint, glue-dev-endpoint]} | notify[0].controls: names glue-dev-endpoint more than once",
                "{ses: {from: a@example.com, to: [b@example.com, b@example.com]}} | notify[0].ses.to: names b@example.com more than once",
                "{eventbridge: default}, {eventbridge: default, outcomes: [HELD], controls: [glue-dev-endpoint]} | notify[1]: adds nothing to notify[0], which tells the same destination of all that. Remove it",
                "{eventbridge: default, outcomes: [ANNOUNCED, PLANNED], controls: [glue-crawler]} | notify[0]: asks for ANNOUNCED, and no control that it is told of has a grace",
                "{eventbridge: default, controls: [glue-crawler]}        | notify[0]: asks for glue-crawler, which only announces: what it finds ends PLANNED, and is not told. Add PLANNED to outcomes",
                "{eventbridge: default, controls: [glue-job]}            | notify[0]: asks for glue-job, which is off",
            })
    void warnsOfWhoIsToldLessThanTheyMayThink(String told, String warning) {
        assertThat(toldWarnings(told)).singleElement().asString().contains(warning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{eventbridge: default}",
                "{eventbridge: default, outcomes: [ANNOUNCED]}",
                "{eventbridge: default, outcomes: [HELD]}, {eventbridge: default, outcomes: [HELD, FAILED]}",
                "{eventbridge: default, controls: [glue-dev-endpoint]}, {eventbridge: default, controls: [glue-crawler], outcomes: [PLANNED]}",
                "{eventbridge: default, outcomes: [HELD]}, {eventbridge: other, outcomes: [HELD]}",
            })
    void doesNotWarnOfWhoIsToldAsTheyAsk(String told) {
        assertThat(toldWarnings(told)).isEmpty();
    }

    private static List<String> toldWarnings(String told) {
        String controls = "controls: {glue-dev-endpoint: {grace: 1h}, glue-job: {mode: off}}";
        return read("%s\nnotify: [%s]".formatted(controls, told), SampleControls.catalogWithAnnouncing("glue-crawler"))
                .warnings()
                .stream()
                .map(ConfigurationProblem::toString)
                .toList();
    }

    @Test
    void warnsOfWritingWithoutALedger() {
        assertThat(warnings("{controls: {glue-job: {mode: enforce}}, ledger: {type: none}}"))
                .singleElement()
                .asString()
                .contains("ledger: keeps nothing, which is for dry runs and rehearsals");
        assertThat(warnings("{controls: {glue-job: {mode: dry-run}}, ledger: {type: none}}"))
                .isEmpty();
    }

    @Test
    void letsOthersWorkBesideAControlInQuarantine() {
        PluginCatalog catalog = SampleControls.catalogWithQuarantined("s3-bucket");
        String yaml = "controls: {s3-bucket: {mode: enforce, checks: {a: off}}, glue-job: {mode: enforce}}";

        assertThat(catalog.quarantined("s3-bucket")).isTrue();
        assertThat(read(yaml, catalog).warnings())
                .singleElement()
                .asString()
                .contains("is not looked at: control s3-bucket is quarantined. `overseer plugins --check` says why");
    }

    private static String problem(String yaml) {
        List<String> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    private static List<String> problems(String yaml) {
        return problems(yaml, SampleControls.catalog());
    }

    private static List<String> problems(String yaml, PluginCatalog catalog) {
        InvalidConfigurationException invalid =
                catchThrowableOfType(InvalidConfigurationException.class, () -> read(yaml, catalog));
        return invalid.problems().stream().map(ConfigurationProblem::toString).toList();
    }

    private static List<String> warnings(String yaml) {
        return read(yaml, SampleControls.catalog()).warnings().stream()
                .map(ConfigurationProblem::toString)
                .toList();
    }

    private static Configuration read(String yaml, PluginCatalog catalog) {
        return reader(catalog).read(yaml.getBytes(UTF_8), "overseer.yaml");
    }

    private static ConfigurationReader reader(PluginCatalog catalog) {
        return new ConfigurationReader(catalog, CLOCK);
    }
}
