package dev.overseer.testkit;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.Check;
import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.notice.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the engine tells of, and when. */
class TellingTest {
    private static final EventBuilder EVENT =
            Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1");

    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock, Lifecycle.starting("READY"));
    private final FakeAws aws = new FakeAws(clock).install(glue);
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final List<Notice> told = new ArrayList<>();

    @Test
    void tellsOfAnOutcomeOnceTheLedgerHasKeptIt() {
        List<String> kept = new ArrayList<>();
        Transcript transcript = rehearsal(new TrickyPlugin())
                .telling(notice -> kept.add(ledger.entry(notice.incident().id())
                        .map(IncidentEntry::state)
                        .orElse("nothing is kept")))
                .play(EVENT);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(kept).containsExactly("REMEDIATED");
    }

    @Test
    void tellsTheWholeStory() {
        Transcript transcript = rehearsal(new TrickyPlugin()).play(EVENT);

        assertThat(told).singleElement().isInstanceOfSatisfying(Notice.Over.class, over -> {
            assertThat(over.outcome()).isEqualTo(transcript.outcome());
            assertThat(over.control().title()).isEqualTo("Does as a test pleases");
            assertThat(over.incident().target().id()).isEqualTo("test1");
            assertThat(over.at()).isEqualTo(transcript.outcome().closedAt());
            assertThat(over.key()).isEqualTo(over.incident().id() + "/REMEDIATED");
        });
    }

    @Test
    void tellsNothingOfWhatIsNoNews() {
        Rehearsal rehearsal = rehearsal(new TrickyPlugin());
        rehearsal.play(EVENT, EVENT);
        rehearsal.play(EVENT);

        assertThat(states()).containsExactly("REMEDIATED");
    }

    @Test
    void tellsNothingOfAnIncidentThatGoesOn() {
        Stage stage = rehearsal(new TrickyPlugin()).stage();
        Incident incident = stage.open(EVENT);
        glue.vanish("test1");
        Step first = stage.look(incident);

        assertThat(first).isInstanceOf(Step.Suspended.class);
        assertThat(told).isEmpty();
    }

    @Test
    void aDryRunTellsWhatItPlans() {
        rehearsal(new TrickyPlugin()).dryRun().play(EVENT);

        assertThat(states()).containsExactly(PLANNED.name());
    }

    @Test
    void tellsOfWhatIsCompliantToo() {
        rehearsal(new TrickyPlugin()
                        .checking(List.of(Check.require("name", e -> e.endpointName() != null, "has no name"))))
                .play(EVENT);

        assertThat(states()).containsExactly(COMPLIANT.name());
    }

    @Test
    void theLedgerHasTheDeadlineOfAWaitAndWhenItHearsOfThatAgain() {
        Stage stage = rehearsal(new TrickyPlugin(), ofHours(4)).stage();
        Incident waiting = ((Step.Suspended) stage.look(stage.open(EVENT))).incident();

        assertThat(ledger.entry(waiting.id()).orElseThrow().standing())
                .isInstanceOfSatisfying(IncidentEntry.Standing.Open.class, open -> {
                    assertThat(open.heardOfBy()).isEqualTo(clock.instant().plus(ofHours(4)));
                    assertThat(open.deadline()).isAfter(waiting.openedAt().plus(ofHours(4)));
                });
    }

    @Test
    void announcesAViolationOnceHoweverOftenItIsLookedAt() {
        Stage stage = rehearsal(new TrickyPlugin(), ofHours(4)).stage();
        Step.Suspended first = (Step.Suspended) stage.look(stage.open(EVENT));
        clock.advance(ofMinutes(1));
        stage.look(stage.resume(EVENT.envelopeBytes()));
        clock.advance(ofMinutes(1));
        Step.Suspended last = (Step.Suspended) stage.look(first.incident());

        assertThat(told).singleElement().isInstanceOfSatisfying(Notice.Announced.class, announced -> {
            assertThat(announced.until()).isEqualTo(Events.TIME.plus(ofHours(4)));
            assertThat(announced.at()).isEqualTo(Events.TIME);
            assertThat(announced.findings())
                    .extracting(finding -> finding.check())
                    .containsExactly("subnet");
        });
        clock.advance(last.delay());
        stage.look(last.incident());
        assertThat(states()).containsExactly("ANNOUNCED", "REMEDIATED");
    }

    @Test
    void anAnnouncerThatThrowsChangesNoOutcome() {
        Transcript transcript = rehearsal(new TrickyPlugin())
                .telling(notice -> {
                    throw new IllegalStateException("a bug");
                })
                .play(EVENT);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(glue.exists("test1")).isFalse();
    }

    private Rehearsal rehearsal(TrickyPlugin plugin) {
        return Rehearsal.of(plugin, aws, clock).keeping(ledger).telling(told::add);
    }

    private Rehearsal rehearsal(TrickyPlugin plugin, Duration grace) {
        Provenance line = new Provenance("overseer.yaml:1:1");
        ControlRule rule = new ControlRule(
                Optional.of(new Vote(Mode.ENFORCE, line)), Map.of(), grace, false, false, Optional.empty(), line);
        return rehearsal(plugin)
                .under(DecisionPolicy.of(new Rules(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(TrickyPlugin.ID, rule),
                        List.of(),
                        List.of(),
                        Limits.NONE,
                        new KillSwitchPlace.Here(List.of()))));
    }

    private List<String> states() {
        return told.stream().map(Notice::state).toList();
    }
}
