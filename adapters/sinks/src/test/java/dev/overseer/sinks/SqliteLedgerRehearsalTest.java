package dev.overseer.sinks;

import static dev.overseer.sinks.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.runtime.ledger.Transition;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.TestClock;
import dev.overseer.testkit.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production engine with a ledger on disk. */
class SqliteLedgerRehearsalTest {
    private static final EventBuilder SECURE = event("test1")
            .request("securityConfiguration", "encrypted")
            .request("securityGroupIds", List.of("sg-1"))
            .request("publicKeys", List.of("ssh-rsa AAAA"))
            .request("subnetId", "subnet-1");

    private final TestClock clock = new TestClock(Events.TIME);

    @TempDir
    private Path directory;

    private Path file;
    private SqliteLedger ledger;

    @BeforeEach
    void open() {
        file = directory.resolve("ledger.db");
        ledger = new SqliteLedger(new Database(file, Duration.ofMillis(50)));
        ledger.lifts();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aRemediationMakesThreeTransactions() throws IOException {
        int before = WriteAheadLog.commits(file);

        Transcript transcript = rehearsal(ready()).play(event("test1"));

        assertThat(transcript.outcome().kind()).isEqualTo(Kind.REMEDIATED);
        assertThat(WriteAheadLog.commits(file) - before)
                .as("claim, settle, close")
                .isEqualTo(3);
    }

    @Test
    void aRemediationThatIsVerifiedLaterMakesFour() throws IOException {
        int before = WriteAheadLog.commits(file);

        Transcript transcript = rehearsal(aws(Lifecycle.starting("READY").terminatingFor(Duration.ofSeconds(30))))
                .play(event("test1"));

        assertThat(transcript.outcome().kind()).isEqualTo(Kind.REMEDIATED);
        assertThat(WriteAheadLog.commits(file) - before)
                .as("claim, settle, keep while it terminates, close")
                .isEqualTo(4);
    }

    @Test
    void aWaitMakesOneTransactionHoweverManyLooksItTakes() throws IOException {
        int before = WriteAheadLog.commits(file);

        Transcript transcript =
                rehearsal(aws(Lifecycle.readyAfter(Duration.ofMinutes(7)))).play(event("test1"));

        assertThat(transcript.outcome().kind()).isEqualTo(Kind.REMEDIATED);
        assertThat(WriteAheadLog.commits(file) - before)
                .as(
                        "one keep for %d looks that wait; claim, settle, close",
                        transcript.waits().size())
                .isEqualTo(4);
        assertThat(transcript.waits()).hasSizeGreaterThan(2);
        assertThat(ledger.transitions(transcript.opened().getFirst().id()))
                .extracting(Transition::state)
                .containsExactly("OPEN", "REMEDIATED");
    }

    @Test
    void aCompliantEventMakesNone() throws IOException {
        int before = WriteAheadLog.commits(file);

        Transcript transcript = rehearsal(ready()).play(SECURE);

        assertThat(transcript.outcome().kind()).isEqualTo(Kind.COMPLIANT);
        assertThat(WriteAheadLog.commits(file)).isEqualTo(before);
        assertThat(ledger.passed().getFirst().count()).isEqualTo(1);
    }

    @Test
    void nothingIsWrittenToAwsThatCannotBeJournalled() throws SQLException {
        FakeAws aws = ready();
        Stage stage = rehearsal(aws).stage();
        Incident incident = stage.open(event("test1"));
        try (RawDatabase other = new RawDatabase(file)) {
            other.execute("BEGIN IMMEDIATE");

            Step waiting = stage.look(incident);

            assertThat(aws.writes()).isEmpty();
            assertThat(waiting).isInstanceOf(Step.Suspended.class);
            assertThat(((Step.Suspended) waiting).reason())
                    .contains("the ledger, without which nothing is written: the ledger " + file)
                    .contains("was locked by another process");
            other.execute("ROLLBACK");
            assertThat(stage.look(waiting.incident())).isInstanceOf(Step.Closed.class);
            assertThat(aws.writes()).hasSize(1);
            assertThat(ledger.writes(incident.id())).hasSize(1);
        }
    }

    @Test
    void inADryRunALedgerThatIsLockedIsNoMoreThanAWarning() throws SQLException {
        FakeAws aws = ready();
        try (RawDatabase other = new RawDatabase(file)) {
            other.execute("BEGIN IMMEDIATE");

            assertThat(rehearsal(aws).dryRun().play(event("test1")).outcome().kind())
                    .isEqualTo(Kind.PLANNED);
        }
        assertThat(aws.writes()).isEmpty();
        assertThat(ledger.find(IncidentFilter.latest(10))).isEmpty();
    }

    @Test
    void whatIsOverALimitIsHeldAndNoneIsLost() {
        int violations = 120;
        FakeAws aws = ready();
        ledger.lift(new Lift("glue-dev-endpoint", FakeAws.ACCOUNT, "ann", "looked at the first ones", Events.TIME));
        EventBuilder[] events = IntStream.range(0, violations)
                .mapToObj(i -> event("test" + i).at(Events.TIME.plusMillis(i * 500L)))
                .toArray(EventBuilder[]::new);

        Transcript transcript = rehearsal(aws)
                .under(DecisionPolicy.enforceAll().limited(Limits.STANDARD))
                .play(events);

        assertThat(aws.writes()).hasSize(10);
        assertThat(transcript.kinds()).filteredOn(Kind.REMEDIATED::equals).hasSize(10);
        assertThat(transcript.kinds()).filteredOn(Kind.HELD::equals).hasSize(violations - 10);
        assertThat(ledger.find(IncidentFilter.latest(1000)))
                .hasSize(violations)
                .filteredOn(entry -> entry.state().equals("HELD"))
                .hasSize(violations - 10);
    }

    private Rehearsal rehearsal(FakeAws aws) {
        return Rehearsal.of(new GluePlugin(), aws, clock).keeping(ledger);
    }

    private FakeAws ready() {
        return aws(Lifecycle.starting("READY"));
    }

    private FakeAws aws(Lifecycle lifecycle) {
        return new FakeAws(clock).install(new GlueSimulator(clock, lifecycle));
    }
}
