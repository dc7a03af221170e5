package dev.overseer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.sinks.SqliteLedger;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of settings that keep hosts from working. */
@Timeout(60)
class DoctorCommandTest {
    private static final String OPERATOR = "arn:aws:sts::123456789012:assumed-role/Overseer/testkit";

    /** Nobody listens there. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();
    private final FakeAws aws = new FakeAws(clock).install(new StsSimulator());
    private LoopbackAws loopback;
    private ReachableAws reachable;
    private Cli cli;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackAws(aws);
        reachable = ReachableAws.at(loopback.endpoint()).in("eu-west-1");
        cli = new Cli().in(folder);
    }

    @AfterEach
    void stop() {
        loopback.close();
        reachable.close();
    }

    @Test
    void findsNothingWrong() throws IOException {
        try (SqliteLedger ledger = ledger()) {
            KeptIncident.of("test1", clock.instant()).openIn(ledger);
        }

        Cli.Finished finished = cli.run("doctor");

        assertThat(finished.lines())
                .extracting(line -> line.replaceAll(" +", " "))
                .anyMatch(line -> line.matches("ok plugins \\d\\d controls"))
                .contains(
                        "ok credentials " + OPERATOR + " in account 123456789012",
                        "ok clock within 1m of that of AWS",
                        "ok kill switch not thrown",
                        "ok ledger " + folder.resolve("ledger.db") + "; nothing is unresolved",
                        "ok in flight 1, none overdue");
        assertThat(finished.status()).isZero();
    }

    @Test
    void findsARoleThatCannotBeAssumed() throws IOException {
        configure("accounts: {allow: [123456789012], role: \"arn:{partition}:iam::{account}:role/OverseerTarget\"}");
        aws.fail("AssumeRole").with(Fault.deny()).always();

        Cli.Finished finished = cli.run("doctor");

        assertThat(line(finished, "role")).startsWith("WRONG role").contains("cannot be assumed");
        assertThat(finished.status()).isEqualTo(1);
    }

    @Test
    void tellsOfAThrownKillSwitchOnceHoweverManyControlsItStops() throws IOException {
        Path stop = Files.writeString(folder.resolve("stop"), "on");
        configure("""
                accounts: {allow: [123456789012, 210987654321]}
                limits: {killSwitch: "file:%s"}
                """.formatted(stop));

        Cli.Finished finished = cli.run("doctor");

        assertThat(line(finished, "kill switch"))
                .isEqualTo("WRONG kill switch   thrown for every control, by file:%s:1:1: the kill switch is on"
                        .formatted(stop));
        assertThat(finished.status()).isEqualTo(1);
    }

    @Test
    void namesWhatAKillSwitchStopsThatDoesNotStopEverything() throws IOException {
        configure("""
                accounts: {allow: [123456789012, 210987654321]}
                limits: {killSwitch: [{control: glue-job, reason: the night run is late, by: ops@example.com}]}
                """);

        assertThat(line(cli.run("doctor"), "kill switch"))
                .isEqualTo(
                        "WRONG kill switch   thrown for glue-job in 123456789012, glue-job in 210987654321, by ops@example.com: the night run is late");
    }

    @Test
    void findsAKillSwitchAlsoWithoutCredentials() throws IOException {
        configure("limits: {killSwitch: on}");
        aws.fail("GetCallerIdentity").with(Fault.deny()).always();

        Cli.Finished finished = cli.run("doctor");

        assertThat(line(finished, "credentials"))
                .startsWith("WRONG credentials   AWS does not accept the credentials: ");
        assertThat(line(finished, "kill switch")).startsWith("WRONG kill switch   thrown for every control");
    }

    @Test
    void doesNotClaimThatNoKillSwitchIsThrownForAccountsItDoesNotKnow() throws IOException {
        configure("limits: {killSwitch: [{account: 210987654321, reason: an audit, by: ops@example.com}]}");
        aws.fail("GetCallerIdentity").with(Fault.deny()).always();

        assertThat(line(cli.run("doctor"), "kill switch"))
                .isEqualTo(
                        "-     kill switch   not thrown for all accounts; name accounts, or give credentials, to ask for each");
    }

    @Test
    void saysThatStsDoesNotAnswer() {
        reachable.close();
        reachable = ReachableAws.at(NOWHERE).in("eu-west-1");

        Cli.Finished finished = cli.run("doctor");

        assertThat(line(finished, "credentials"))
                .startsWith("WRONG credentials   STS does not answer: ")
                .endsWith("Check the network, the region, and AWS_ENDPOINT_URL where it is set");
        assertThat(line(finished, "clock")).startsWith("-     clock");
    }

    @Test
    void findsAClockThatIsOff() {
        assertThat(examinations(Clock.offset(clock, Duration.ofMinutes(20))).clock())
                .satisfies(clock -> assertThat(clock.state()).isEqualTo(Examinations.State.WRONG))
                .satisfies(clock ->
                        assertThat(clock.text()).matches("(20m|19m 59s|20m 1s) apart from that of AWS. Set it: .*"));
        assertThat(examinations(Clock.offset(clock, Duration.ofMinutes(-20)))
                        .clock()
                        .isWrong())
                .isTrue();
    }

    @Test
    void aRefusalTellsTheTimeAsWell() {
        aws.fail("GetCallerIdentity").with(Fault.deny()).always();

        assertThat(examinations(Clock.offset(clock, Duration.ofMinutes(20)))
                        .clock()
                        .isWrong())
                .isTrue();
    }

    @Test
    void whatIsNoQueueIsAMistakeInTheCommand() {
        Cli.Finished finished = cli.run("doctor", "--queue-url", "overseer");

        assertThat(finished.err())
                .startsWith("overseer: \"overseer\" is not the URL of a queue. A queue's URL is like https://sqs.");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void saysThatAQueueDoesNotAnswer() {
        Cli.Finished finished = cli.run("doctor", "--queue-url", NOWHERE + "/123456789012/overseer");

        assertThat(line(finished, "queue"))
                .startsWith("WRONG queue         http://127.0.0.1:9/123456789012/overseer does not answer: ")
                .endsWith("Check the network, and the URL");
    }

    @Test
    void saysThatAQueueNeedsARegion() {
        reachable.close();
        reachable = ReachableAws.at(loopback.endpoint());

        assertThat(line(cli.run("doctor", "--queue-url", NOWHERE + "/123456789012/overseer"), "queue"))
                .endsWith("no region is configured. Set AWS_REGION, for example to us-east-1.");
    }

    @Test
    void examinesWhatItCanWhereTheConfigurationIsUnusable() throws IOException {
        configure("mode: enfroce");

        Cli.Finished finished = cli.run("doctor");

        assertThat(finished.lines())
                .satisfiesExactly(
                        plugins -> assertThat(plugins).startsWith("ok    plugins"),
                        configuration -> assertThat(configuration).startsWith("WRONG configuration cannot be used"),
                        credentials -> assertThat(credentials).startsWith("ok    credentials"),
                        clock -> assertThat(clock).startsWith("ok    clock"),
                        queue -> assertThat(queue).startsWith("-     queue"));
        assertThat(finished.err())
                .contains("overseer.yaml:1:7: mode: \"enfroce\" is not a mode. Did you mean enforce?");
        assertThat(finished.status()).isEqualTo(2);
    }

    @Test
    void tellsOfALedgerThatCannotBeReadOnce() throws IOException {
        Path diary = Files.writeString(folder.resolve("diary.db"), "Dear diary, this is no database at all");
        configure("""
                ledger: {type: sqlite, path: "%s"}
                notify: [{sns: "arn:aws:sns:eu-west-1:123456789012:alerts"}]
                """.formatted(diary));

        Cli.Finished finished = cli.run("doctor");

        assertThat(finished.lines())
                .filteredOn(line -> line.contains("is not a SQLite database"))
                .singleElement()
                .asString()
                .startsWith("WRONG ledger        the ledger " + diary);
        assertThat(finished.lines()).noneMatch(line -> line.contains("in flight"));
        assertThat(finished.status()).isEqualTo(1);
    }

    @Test
    void saysThatNoLedgerIsWanted() throws IOException {
        configure("ledger: {type: none}");

        assertThat(line(cli.run("doctor"), "ledger"))
                .isEqualTo(
                        "-     ledger        none, as the configuration says: nothing is kept, and nothing can be enforced");
    }

    @Test
    void namesWhatIsOverdueHoweverMuchCameLater() throws IOException {
        Instant now = clock.instant();
        try (SqliteLedger ledger = ledger()) {
            String lost = KeptIncident.of("lost", now.minus(Duration.ofHours(2)))
                    .openIn(ledger)
                    .id();
            IntStream.range(0, 1001)
                    .forEach(number -> KeptIncident.of("test" + number, now.minusMillis(number))
                            .openIn(ledger));

            Cli.Finished finished = cli.run("doctor");

            assertThat(line(finished, "in flight"))
                    .isEqualTo(
                            "WRONG in flight     1 of 1002 overdue by more than 10m: %s. Name the queue to send them again"
                                    .formatted(lost));
            assertThat(finished.status()).isEqualTo(1);
        }
    }

    @Test
    void sendsWhatIsOverdueAgain() throws IOException {
        Instant now = clock.instant();
        try (SqliteLedger ledger = ledger();
                VirtualSqs sqs = new VirtualSqs(5)) {
            String lost = KeptIncident.of("lost", now.minus(Duration.ofHours(2)))
                    .openIn(ledger)
                    .id();
            KeptIncident.of("recent", now).openIn(ledger);

            Cli.Finished finished = cli.run("doctor", "--queue-url", sqs.queue());

            assertThat(line(finished, "in flight"))
                    .isEqualTo("warn  in flight     1 of 2 were overdue and are sent again: " + lost);
            assertThat(sqs.size()).isEqualTo(1);
            assertThat(finished.status()).isZero();
        }
    }

    @Test
    void saysThatAQueueIsNotThereAlsoWhereItIsToTakeWhatIsOverdue() throws IOException {
        try (SqliteLedger ledger = ledger();
                VirtualSqs sqs = new VirtualSqs(5)) {
            KeptIncident.of("lost", clock.instant().minus(Duration.ofHours(2))).openIn(ledger);

            Cli.Finished finished = cli.run("doctor", "--queue-url", sqs.queue() + "-typo");

            assertThat(line(finished, "queue"))
                    .startsWith("WRONG queue         There is no queue " + sqs.queue() + "-typo. Check its name");
            assertThat(line(finished, "in flight"))
                    .startsWith("WRONG in flight     The queue " + sqs.queue() + "-typo does not take the incidents: ");
            assertThat(finished.status()).isEqualTo(1);
        }
    }

    private Examinations examinations(Clock machine) {
        return new Examinations(PluginCatalog.of(List.of()), Optional.empty(), new AwsAccess(), machine);
    }

    /** A ledger in a file that the configuration names. */
    private SqliteLedger ledger() throws IOException {
        Path path = folder.resolve("ledger.db");
        configure("ledger: {type: sqlite, path: \"%s\"}".formatted(path));
        return SqliteLedger.open(path);
    }

    private void configure(String yaml) throws IOException {
        Files.writeString(folder.resolve("overseer.yaml"), yaml);
    }

    private static String line(Cli.Finished finished, String subject) {
        return finished.lines().stream()
                .filter(line -> line.substring(6).startsWith(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + subject + ": " + finished));
    }
}
