package dev.overseer.testkit;

import static dev.overseer.testkit.LedgerSamples.CONTROL;
import static dev.overseer.testkit.LedgerSamples.DELETE;
import static dev.overseer.testkit.LedgerSamples.FINDINGS;
import static dev.overseer.testkit.LedgerSamples.NOW;
import static dev.overseer.testkit.LedgerSamples.ODD;
import static dev.overseer.testkit.LedgerSamples.PATIENCE;
import static dev.overseer.testkit.LedgerSamples.approval;
import static dev.overseer.testkit.LedgerSamples.approved;
import static dev.overseer.testkit.LedgerSamples.delete;
import static dev.overseer.testkit.LedgerSamples.event;
import static dev.overseer.testkit.LedgerSamples.incident;
import static dev.overseer.testkit.LedgerSamples.intent;
import static dev.overseer.testkit.LedgerSamples.open;
import static dev.overseer.testkit.LedgerSamples.over;
import static dev.overseer.testkit.LedgerSamples.swept;
import static dev.overseer.testkit.LedgerSamples.undo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.HoldCause;
import dev.overseer.runtime.ledger.IncidentBrief;
import dev.overseer.runtime.ledger.IncidentBrief.Remedy;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Span;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.Transition;
import dev.overseer.runtime.ledger.Undelivered;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.runtime.ledger.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every ledger must keep. Extend it, say how the ledger is opened, and its tests run against it:
 *
 * <pre>{@code
 * class InMemoryLedgerTest extends LedgerContract {
 *     private final InMemoryLedger ledger = new InMemoryLedger();
 *
 *     @Override
 *     protected LedgerArchive ledger() {
 *         return ledger;
 *     }
 * }
 * }</pre>
 */
public abstract class LedgerContract {
    private static final int THREADS = 8;
    private static final String ELSEWHERE = "210987654321";
    private static final String OTHER_CONTROL = "glue-job";
    private static final String ODD_IN_JSON = "\\\"odd\\\" \\u2028 ü 日本";
    private static final WriteResult DONE = new WriteResult.Answered("request-1");
    private static final WriteResult REFUSED = new WriteResult.Refused("ThrottlingException: slow down");
    private static final WriteResult UNKNOWN = new WriteResult.Unknown("SocketTimeoutException: Read timed out");
    private static final Limits.Flapping NO_FLAPPING = Limits.NONE.flapping();

    /** For the class that opens a ledger. */
    protected LedgerContract() {}

    /**
     * Returns a ledger over the test's one store, which is empty when the test begins. What one writes, all see: each call
     * opens another, as another process would, unless the ledger lasts no longer than its object.
     */
    protected abstract LedgerArchive ledger();

    @Test
    final void grantsAWriteAndJournalsItBeforeItIsSent() {
        WriteIntent intent = delete(incident("test1"), NOW);

        Claim claim = ledger().claim(intent);

        assertThat(claim).isEqualTo(new Claim.Granted(intent, 1));
        assertThat(ledger().writes(intent.incident())).containsExactly(new JournaledWrite(intent, 1, Optional.empty()));
    }

    @Test
    final void aWriteThatTookEffectIsNotSentAgain() {
        WriteIntent intent = delete(incident("test1"), NOW);
        settled(intent, DONE);

        assertThat(ledger().claim(later(intent, Duration.ofDays(1)))).isEqualTo(new Claim.AlreadyDone(NOW));
        assertThat(ledger().writes(intent.incident()))
                .containsExactly(new JournaledWrite(intent, 1, Optional.of(DONE)));
    }

    @Test
    final void aWriteThatIsUnderWayIsNotSentAgain() {
        WriteIntent intent = delete(incident("test1"), NOW);
        granted(intent);

        assertThat(ledger().claim(later(intent, PATIENCE))).isEqualTo(new Claim.UnderWay(NOW));
    }

    @Test
    final void aWriteWhoseSenderCrashedIsSentAgain() {
        WriteIntent intent = delete(incident("test1"), NOW);
        granted(intent);
        WriteIntent again = later(intent, PATIENCE.plusMillis(1));

        assertThat(ledger().claim(again)).isEqualTo(new Claim.Granted(again, 2));
        assertThat(ledger().writes(intent.incident()))
                .containsExactly(
                        new JournaledWrite(intent, 1, Optional.empty()),
                        new JournaledWrite(again, 2, Optional.empty()));
    }

    @Test
    final void aWriteThatAwsRefusedOrDidNotAnswerClearlyIsSentAgain() {
        WriteIntent first = delete(incident("test1"), NOW);
        WriteIntent second = later(first, Duration.ofSeconds(1));
        WriteIntent third = later(first, Duration.ofSeconds(2));
        settled(first, REFUSED);
        settled(second, UNKNOWN);

        assertThat(ledger().claim(third)).isEqualTo(new Claim.Granted(third, 3));
        assertThat(ledger().writes(first.incident()))
                .extracting(JournaledWrite::result)
                .containsExactly(Optional.of(REFUSED), Optional.of(UNKNOWN), Optional.empty());
    }

    @Test
    final void anAnswerThatComesLateBelongsToItsOwnAttempt() {
        WriteIntent intent = delete(incident("test1"), NOW);
        Claim.Granted slow = granted(intent);
        granted(later(intent, PATIENCE.plusMillis(1)));

        ledger().settle(slow, DONE);

        assertThat(ledger().writes(intent.incident()))
                .extracting(JournaledWrite::result)
                .containsExactly(Optional.of(DONE), Optional.empty());
        assertThat(ledger().claim(later(intent, Duration.ofDays(1)))).isEqualTo(new Claim.AlreadyDone(NOW));
    }

    @Test
    final void anotherActionRequestOrIncidentIsAnotherWrite() {
        Incident incident = incident("test1");
        Stake stake = stake(incident, Limits.NONE);
        settled(intent(incident, DELETE, "d1gest", stake, NOW), DONE);

        for (WriteIntent other : List.of(
                intent(incident, "glue:UpdateDevEndpoint", "d1gest", stake, NOW),
                intent(incident, DELETE, "an0ther", stake, NOW),
                delete(incident("test2"), NOW))) {
            assertThat(ledger().claim(other)).isEqualTo(new Claim.Granted(other, 1));
        }
    }

    @Test
    final void keepsTheOrderInWhichWritesWereSentWhateverTheClockSays() {
        Incident incident = incident("test1");
        Stake stake = stake(incident, Limits.NONE);
        List<WriteIntent> sent = IntStream.range(0, 12)
                .mapToObj(i -> intent(incident, "ec2:Action" + i, "d1gest", stake, NOW.minusMillis(i)))
                .toList();

        sent.forEach(this::granted);

        assertThat(ledger().writes(incident.id()))
                .extracting(JournaledWrite::intent)
                .containsExactlyElementsOf(sent);
    }

    @Test
    final void keepsAWriteExactly() {
        Incident incident = incident(ODD);
        Limits limits = new Limits(1, 2, 3, new Limits.Flapping(4, Duration.ofHours(5)), 6, 7);
        WriteIntent intent = new WriteIntent(
                incident.id(),
                ODD,
                ODD,
                List.of(),
                "{\"large\":\"" + "\u00e9".repeat(64 * 1024) + "\"}",
                new Stake(CONTROL, incident.target(), limits, true),
                NOW.plusNanos(1),
                Duration.ofNanos(1));
        WriteResult result = new WriteResult.Unknown(ODD);

        ledger().settle(granted(intent), result);

        assertThat(ledger().writes(incident.id())).containsExactly(new JournaledWrite(intent, 1, Optional.of(result)));
    }

    @Test
    final void settlesOnlyWhatWasGranted() {
        WriteIntent intent = delete(incident("test1"), NOW);
        granted(intent);

        assertThatIllegalStateException()
                .isThrownBy(() -> ledger().settle(new Claim.Granted(intent, 2), DONE))
                .withMessageContaining(intent.incident());
        assertThat(ledger().writes(intent.incident()))
                .extracting(JournaledWrite::result)
                .containsExactly(Optional.empty());
    }

    @Test
    final void ofManyWhoClaimAWriteAtOnceOneIsGranted() throws Exception {
        WriteIntent intent = delete(incident("test1"), NOW);

        List<Claim> claims = atOnce(ledger -> ledger.claim(intent));

        assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(new Claim.UnderWay(NOW)::equals).hasSize(THREADS - 1);
        assertThat(ledger().writes(intent.incident())).hasSize(1);
    }

    @Test
    final void manyAtOnceDoNotExceedALimit() throws Exception {
        Limits three = hourly(3, 100, 100);

        List<List<Claim>> claims = atOnce((ledger, thread) -> IntStream.range(0, 5)
                .mapToObj(i -> ledger.claim(delete(incident("test-%d-%d".formatted(thread, i)), three, NOW)))
                .toList());

        assertThat(claims.stream().flatMap(List::stream))
                .hasSize(THREADS * 5)
                .filteredOn(Claim.Granted.class::isInstance)
                .hasSize(3);
    }

    @Test
    final void countsWhatAControlWritesInAnAccountInAnHour() {
        Limits two = hourly(2, 100, 100);
        granted(delete(incident("test1"), two, NOW));
        granted(delete(incident("test2"), two, NOW.plusSeconds(60)));

        Claim.Held held = held(delete(incident("test3"), two, NOW.plusSeconds(120)));

        assertThat(held.cause()).isEqualTo(HoldCause.HOURLY);
        assertThat(held.reason()).contains("the limit of 2 an hour (perControlAccountHour) is reached");
        assertThat(held.until()).contains(NOW.plusSeconds(3600));
        granted(delete(incident(CONTROL, ELSEWHERE, "test4"), two, NOW.plusSeconds(120)));
        granted(delete(incident(OTHER_CONTROL, FakeAws.ACCOUNT, "test5"), two, NOW.plusSeconds(120)));
    }

    @Test
    final void countsWhatAControlWritesInAllAccountsInAnHour() {
        Limits two = hourly(100, 2, 100);
        granted(delete(incident(CONTROL, FakeAws.ACCOUNT, "test1"), two, NOW));
        granted(delete(incident(CONTROL, ELSEWHERE, "test2"), two, NOW));

        assertThat(held(delete(incident("test3"), two, NOW)).reason()).contains("(perControlHour)");
        granted(delete(incident(OTHER_CONTROL, FakeAws.ACCOUNT, "test4"), two, NOW));
    }

    @Test
    final void countsWhatAllControlsWriteInAnHour() {
        Limits two = hourly(100, 100, 2);
        granted(delete(incident(CONTROL, FakeAws.ACCOUNT, "test1"), two, NOW));
        granted(delete(incident(OTHER_CONTROL, ELSEWHERE, "test2"), two, NOW));

        assertThat(held(delete(incident("third", ELSEWHERE, "test3"), two, NOW)).reason())
                .contains("(perHour)");
    }

    @Test
    final void theHourSlides() {
        Limits two = hourly(2, 100, 100);
        granted(delete(incident("test1"), two, NOW));
        granted(delete(incident("test2"), two, NOW.plusSeconds(1800)));

        Instant room = held(delete(incident("test3"), two, NOW.plusSeconds(3599)))
                .until()
                .orElseThrow();
        granted(delete(incident("test3"), two, room));

        assertThat(room).isEqualTo(NOW.plusSeconds(3600));
        assertThat(held(delete(incident("test4"), two, room)).until()).contains(NOW.plusSeconds(1800 + 3600));
    }

    @Test
    final void aLimitOfNoneHoldsAll() {
        assertThat(held(delete(incident("test1"), hourly(0, 100, 100), NOW)).until())
                .contains(NOW.plusSeconds(3600));
    }

    @Test
    final void whatIsHeldLeavesNoTrace() {
        Limits one = hourly(1, 100, 100);
        granted(delete(incident("test1"), one, NOW));
        Incident second = incident("test2");
        held(delete(second, one, NOW.plusSeconds(1800)));

        assertThat(ledger().writes(second.id())).isEmpty();
        granted(delete(second, one, NOW.plusSeconds(3600)));
    }

    @Test
    final void anIncidentCountsOnceHoweverOftenItWrites() {
        Limits two = hourly(2, 100, 100);
        Incident first = incident("test1");
        settled(delete(first, two, NOW), REFUSED);
        settled(delete(first, two, NOW.plusSeconds(1)), UNKNOWN);
        granted(delete(incident("test2"), two, NOW.plusSeconds(2)));
        held(delete(incident("test3"), two, NOW.plusSeconds(3)));

        granted(delete(first, two, NOW.plusSeconds(4)));
    }

    @Test
    final void aControlStopsAfterItsFirstIncidentsInAnAccount() {
        Limits first = new Limits(100, 100, 100, NO_FLAPPING, 2, 100);
        granted(delete(incident("test1"), first, NOW));
        granted(delete(incident("test2"), first, NOW));
        Instant muchLater = NOW.plus(Duration.ofDays(365));

        Claim.Held held = held(delete(incident("test3"), first, muchLater));

        assertThat(held.cause()).isEqualTo(HoldCause.FIRST_ENFORCEMENT);
        assertThat(held.until()).isEmpty();
        assertThat(held.reason()).contains(CONTROL, FakeAws.ACCOUNT);
        granted(delete(incident(CONTROL, ELSEWHERE, "test4"), first, muchLater));
        granted(delete(incident(OTHER_CONTROL, FakeAws.ACCOUNT, "test5"), first, muchLater));
    }

    @Test
    final void aLiftEndsTheFirstEnforcementInItsAccountForGood() {
        Limits first = new Limits(100, 100, 100, NO_FLAPPING, 1, 100);
        granted(delete(incident("test1"), first, NOW));
        granted(delete(incident(CONTROL, ELSEWHERE, "test2"), first, NOW));

        ledger().lift(lift(CONTROL, FakeAws.ACCOUNT, NOW));

        for (int i = 3; i < 9; i++) {
            granted(delete(incident("test" + i), first, NOW));
        }
        held(delete(incident(CONTROL, ELSEWHERE, "test9"), first, NOW));
    }

    @Test
    final void aControlStopsAfterFailuresInARow() {
        Limits two = failures(2);
        failed(incident("test1"), two, NOW);
        failed(incident(CONTROL, ELSEWHERE, "test2"), two, NOW.plusSeconds(1));

        Claim.Held held = held(delete(incident("test3"), two, NOW.plusSeconds(9)));

        assertThat(held.cause()).isEqualTo(HoldCause.FAILURES);
        assertThat(held.reason()).contains("failed 2 times in a row");
        granted(delete(incident(OTHER_CONTROL, FakeAws.ACCOUNT, "test4"), two, NOW.plusSeconds(9)));
    }

    @Test
    final void aSuccessBetweenFailuresStartsTheRowAnew() {
        Limits two = failures(2);
        failed(incident("test1"), two, NOW);
        Incident success = incident("test2");
        settled(delete(success, two, NOW.plusSeconds(1)), DONE);
        ledger().close(over(success, Kind.REMEDIATED, NOW.plusSeconds(1)));
        failed(incident("test3"), two, NOW.plusSeconds(2));

        granted(delete(incident("test4"), two, NOW.plusSeconds(9)));
    }

    @Test
    final void onlyIncidentsThatWroteAndAreOverCountAsFailures() {
        Limits one = failures(1);
        ledger().close(over(incident("never-wrote"), Kind.FAILED, NOW));
        Incident goesOn = incident("goes-on");
        failed(goesOn, one, NOW.plusSeconds(1));
        ledger().keep(open(goesOn, NOW.plusSeconds(2)));

        granted(delete(incident("test1"), one, NOW.plusSeconds(3)));
    }

    @Test
    final void anIncidentThatHadFailedBeforeItWroteCountsFromItsFirstWriteOn() {
        Limits one = failures(1);
        Incident again = incident("delivered-again");
        ledger().close(over(again, Kind.FAILED, NOW));
        granted(delete(again, one, NOW.plusSeconds(1)));

        held(delete(incident("test1"), one, NOW.plusSeconds(2)));
    }

    @Test
    final void aLiftForgivesFailures() {
        Limits one = failures(1);
        failed(incident("test1"), one, NOW);
        ledger().lift(lift(OTHER_CONTROL, FakeAws.ACCOUNT, NOW.plusSeconds(1)));
        held(delete(incident("test2"), one, NOW.plusSeconds(2)));

        ledger().lift(lift(CONTROL, FakeAws.ACCOUNT, NOW.plusSeconds(3)));

        failed(incident("test2"), one, NOW.plusSeconds(4));
        held(delete(incident("test3"), one, NOW.plusSeconds(5)));
    }

    @Test
    final void aResourceThatIsPutRightOverAndOverIsHeld() {
        Limits twice = flapping(2);
        settled(
                delete(
                        incident(
                                CONTROL,
                                FakeAws.ACCOUNT,
                                "test1",
                                event("test1").id("event-1")),
                        twice,
                        NOW),
                DONE);
        granted(delete(
                incident(CONTROL, FakeAws.ACCOUNT, "test1", event("test1").id("event-2")), twice, NOW.plusSeconds(60)));
        Incident third =
                incident(CONTROL, FakeAws.ACCOUNT, "test1", event("test1").id("event-3"));

        Claim.Held held = held(delete(third, twice, NOW.plusSeconds(120)));

        assertThat(held.cause()).isEqualTo(HoldCause.FLAPPING);
        assertThat(held.until()).isEmpty();
        granted(delete(incident("test2"), twice, NOW.plusSeconds(120)));
        granted(delete(incident(CONTROL, ELSEWHERE, "test1"), twice, NOW.plusSeconds(120)));
        granted(delete(incident(OTHER_CONTROL, FakeAws.ACCOUNT, "test1"), twice, NOW.plusSeconds(120)));
        granted(delete(third, twice, NOW.plus(Duration.ofHours(24))));
    }

    @Test
    final void onlyWritesThatMayHaveTakenEffectFlap() {
        Limits once = flapping(1);
        Incident first =
                incident(CONTROL, FakeAws.ACCOUNT, "test1", event("test1").id("event-1"));
        settled(delete(first, once, NOW), REFUSED);
        Incident second =
                incident(CONTROL, FakeAws.ACCOUNT, "test1", event("test1").id("event-2"));
        settled(delete(second, once, NOW), REFUSED);
        settled(delete(second, once, NOW.plusSeconds(1)), UNKNOWN);

        held(delete(
                incident(CONTROL, FakeAws.ACCOUNT, "test1", event("test1").id("event-3")), once, NOW.plusSeconds(2)));
    }

    @Test
    final void anApprovedIncidentMeetsHourlyLimitsOnly() {
        Limits all = new Limits(3, 100, 100, new Limits.Flapping(1, Duration.ofHours(24)), 1, 1);
        failed(incident(CONTROL, FakeAws.ACCOUNT, "test1", event("test1").id("event-1")), all, NOW);
        Incident again =
                incident(CONTROL, FakeAws.ACCOUNT, "test1", event("test1").id("event-2"));
        held(delete(again, all, NOW.plusSeconds(1)));

        granted(approved(again, all, NOW.plusSeconds(1)));
        granted(approved(incident("test2"), all, NOW.plusSeconds(1)));

        Claim.Held held = held(approved(incident("test3"), all, NOW.plusSeconds(2)));
        assertThat(held.cause()).isEqualTo(HoldCause.HOURLY);
        assertThat(held.until()).contains(NOW.plusSeconds(3600));
    }

    @Test
    final void keepsAnIncidentOfASweepWhole() {
        Incident waiting = swept("test1", NOW).answered(NOW).looked().withCheckpoint(Optional.of(ODD));
        IncidentEntry entry = LedgerSamples.open(waiting, NOW);

        ledger().keep(entry);
        ledger().keep(LedgerSamples.open(swept("test2", NOW), NOW.plusSeconds(1)));
        ledger().keep(LedgerSamples.open(swept("test1", NOW.plusSeconds(60)), NOW.plusSeconds(60)));

        assertThat(ledger().entry(waiting.id())).contains(entry);
        assertThat(ledger().ofEvent(waiting.cause().id()))
                .extracting(found -> found.incident().target().id())
                .containsExactly("test1", "test2");
        assertThat(ledger().find(IncidentFilter.latest(10))).hasSize(3).contains(entry);
        assertThat(ledger().find(by("testkit"))).isEmpty();
    }

    @Test
    final void keepsWhereAnIncidentStandsAndStood() {
        Incident waiting = incident("test1").looked();
        Incident done = waiting.looked();
        IncidentEntry open = open(waiting, NOW);
        IncidentEntry over = over(done, Kind.REMEDIATED, NOW.plusSeconds(60));

        assertThat(ledger().entry(waiting.id())).isEmpty();
        ledger().keep(open);
        assertSame(ledger().entry(waiting.id()).orElseThrow(), open);
        ledger().close(over);
        assertSame(ledger().entry(waiting.id()).orElseThrow(), over);

        assertThat(ledger().transitions(waiting.id())).containsExactly(Transition.of(open), Transition.of(over));
        assertThat(ledger().transitions(incident("test2").id())).isEmpty();
    }

    @Test
    final void keepsTheOrderOfTransitionsWhateverTheClockSays() {
        Incident incident = incident("test1");
        List<IncidentEntry> stood = IntStream.range(0, 12)
                .mapToObj(i -> open(incident, NOW.minusSeconds(i)))
                .toList();

        stood.forEach(ledger()::keep);

        assertThat(ledger().transitions(incident.id()))
                .containsExactlyElementsOf(stood.stream().map(Transition::of).toList());
        assertSame(ledger().entry(incident.id()).orElseThrow(), stood.getLast());
    }

    @Test
    final void keepsAnEntryExactly() {
        EventBuilder event = event(ODD)
                .request("half", "\uD83D")
                .request("number", 1.5)
                .response("nothing", null)
                .by("arn:aws:iam::123456789012:user/" + ODD)
                .without("responseElements");
        Incident odd = incident(CONTROL, FakeAws.ACCOUNT, "\uD83D" + ODD, event)
                .successor(NOW.plusNanos(7))
                .withCheckpoint(Optional.of(ODD))
                .withMissingSince(Optional.of(NOW.plusNanos(8)))
                .unanswered(NOW.plusNanos(9), 4)
                .looked();

        IncidentEntry open = open(odd, NOW.plusNanos(1));
        ledger().keep(open);
        assertSame(ledger().entry(odd.id()).orElseThrow(), open);
        for (Kind kind : Kind.values()) {
            IncidentEntry over = over(odd, kind, NOW.plusNanos(2));
            ledger().close(over);
            assertSame(ledger().entry(odd.id()).orElseThrow(), over);
        }
    }

    @Test
    final void keepsTheLargestEvent() {
        EventBuilder large = event("test1").request("arguments", "\u00e9".repeat((1 << 19) - 700));
        assertThat(large.bytes()).hasSizeBetween((1 << 20) - 700, 1 << 20);
        IncidentEntry entry = open(incident(CONTROL, FakeAws.ACCOUNT, "test1", large), NOW);

        ledger().keep(entry);

        assertSame(ledger().entry(entry.incident().id()).orElseThrow(), entry);
    }

    @Test
    final void theFirstOutcomeIsNewsAndTheSameAgainIsNot() {
        Incident incident = incident("test1");

        assertThat(ledger().close(over(incident, Kind.HELD, NOW))).isTrue();
        assertThat(ledger().close(over(incident, Kind.HELD, NOW.plusSeconds(1))))
                .isFalse();
        assertThat(ledger().close(over(incident, Kind.GONE, NOW.plusSeconds(2))))
                .isFalse();
        assertThat(ledger().close(over(incident("test2"), Kind.HELD, NOW))).isTrue();
    }

    @Test
    final void anOutcomeIsNewsAgainOnceAWriteMayHaveTakenEffect() {
        Incident incident = incident("test1");
        ledger().close(over(incident, Kind.FAILED, NOW));

        settled(delete(incident, NOW), REFUSED);
        assertThat(ledger().close(over(incident, Kind.FAILED, NOW.plusSeconds(1))))
                .isFalse();
        settled(delete(incident, NOW.plusSeconds(2)), UNKNOWN);
        assertThat(ledger().close(over(incident, Kind.FAILED, NOW.plusSeconds(3))))
                .isTrue();
        settled(delete(incident, NOW.plusSeconds(4)), DONE);
        assertThat(ledger().close(over(incident, Kind.REMEDIATED, NOW.plusSeconds(5))))
                .isTrue();
        assertThat(ledger().close(over(incident, Kind.REMEDIATED, NOW.plusSeconds(6))))
                .isFalse();
    }

    @Test
    final void whatWasOnlyPlannedIsNewsOnceItIsMore() {
        Incident incident = incident("test1");

        assertThat(ledger().close(over(incident, Kind.PLANNED, NOW))).isTrue();
        assertThat(ledger().close(over(incident, Kind.PLANNED, NOW))).isFalse();
        assertThat(ledger().close(over(incident, Kind.HELD, NOW))).isTrue();
        assertThat(ledger().close(over(incident, Kind.PLANNED, NOW))).isFalse();
        assertThat(ledger().close(over(incident, Kind.HELD, NOW))).isFalse();
    }

    @Test
    final void whatHasWaitedMeanwhileIsNoNews() {
        Incident incident = incident("test1");
        ledger().close(over(incident, Kind.TIMED_OUT, NOW));
        ledger().keep(open(incident, NOW.plusSeconds(1)));

        assertThat(ledger().close(over(incident, Kind.TIMED_OUT, NOW.plusSeconds(2))))
                .isFalse();
    }

    @Test
    final void ofManyWhoCloseAnIncidentAtOnceOneHasNews() throws Exception {
        IncidentEntry over = over(incident("test1"), Kind.GONE, NOW);

        assertThat(atOnce(ledger -> ledger.close(over))).containsOnlyOnce(true).hasSize(THREADS);
        assertThat(ledger().transitions(over.incident().id())).hasSize(THREADS);
    }

    @Test
    final void findsTheLatestFirstAndNoMoreThanAreWanted() {
        Incident first = incident("test1");
        ledger().keep(open(first, NOW));
        ledger().close(over(incident("test2"), Kind.GONE, NOW.plusMillis(2)));
        ledger().close(over(incident("test3"), Kind.HELD, NOW.plusMillis(1)));

        assertThat(found(IncidentFilter.latest(10))).containsExactly("test2", "test3", "test1");
        assertThat(found(IncidentFilter.latest(2))).containsExactly("test2", "test3");
        ledger().keep(open(first, NOW.plusMillis(3)));
        assertThat(found(IncidentFilter.latest(10))).containsExactly("test1", "test2", "test3");
    }

    @Test
    final void findsNothingInAnEmptyLedger() {
        assertThat(ledger().find(IncidentFilter.latest(10))).isEmpty();
        assertThat(ledger().ofEvent("event-1")).isEmpty();
        assertThat(ledger().lifts()).isEmpty();
        assertThat(ledger().passed()).isEmpty();
        assertThat(ledger().writes("nobody")).isEmpty();
    }

    @Test
    final void findsByWhenItCameToStandThere() {
        town();

        assertThat(found(new Wanted().from(NOW.plusSeconds(2)))).containsExactly("test4", "test3", "test2");
        assertThat(found(new Wanted().to(NOW.plusSeconds(2)))).containsExactly("test1", "test0");
        assertThat(found(new Wanted().from(NOW.plusSeconds(1)).to(NOW.plusSeconds(3))))
                .containsExactly("test2", "test1");
    }

    @Test
    final void findsByControl() {
        town();

        assertThat(found(new Wanted().control(OTHER_CONTROL))).containsExactly("test4");
        assertThat(found(new Wanted().control("glue"))).isEmpty();
    }

    @Test
    final void findsByAccount() {
        town();

        assertThat(found(new Wanted().account(ELSEWHERE))).containsExactly("test4", "test3");
        assertThat(found(new Wanted().account("111111111111"))).isEmpty();
    }

    @Test
    final void findsByPartOfThePrincipalWhateverItsCase() {
        town();

        assertThat(found(new Wanted().principal("USER/ann_"))).containsExactly("test3");
        assertThat(found(new Wanted().principal("user/"))).containsExactly("test4", "test3", "test2");
        assertThat(found(new Wanted().principal("%"))).containsExactly("test4");
        assertThat(found(new Wanted().principal("ÉMILE\u0000'"))).containsExactly("test4");
    }

    @Test
    final void findsByState() {
        town();

        assertThat(found(new Wanted().states("OPEN"))).containsExactly("test2", "test0");
        assertThat(found(new Wanted().states("HELD", "FAILED"))).containsExactly("test4", "test1");
        assertThat(found(new Wanted().states("held"))).isEmpty();
    }

    @Test
    final void findsThoseForWhichNobodyGaveLeave() {
        town();
        ledger().release(approval(incident("test1"), "ann"));

        assertThat(found(new Wanted().unreleased())).containsExactly("test4", "test3", "test2", "test0");
        assertThat(found(new Wanted().unreleased().states("HELD", "FAILED"))).containsExactly("test4");
    }

    @Test
    final void findsByAllTogether() {
        town();

        assertThat(found(new Wanted()
                        .from(NOW)
                        .to(NOW.plusSeconds(9))
                        .control(OTHER_CONTROL)
                        .account(ELSEWHERE)
                        .principal("émile")
                        .states("FAILED", "OPEN")
                        .unreleased()))
                .containsExactly("test4");
        assertThat(found(new Wanted().control(OTHER_CONTROL).account(FakeAws.ACCOUNT)))
                .isEmpty();
    }

    @Test
    final void givesAllIncidentsOfATimeTheLatestFirst() {
        town();
        List<String> all = new ArrayList<>();
        List<String> some = new ArrayList<>();
        List<String> none = new ArrayList<>();

        ledger().each(Span.ALL, entry -> all.add(entry.incident().target().id()));
        ledger().each(
                        new Span(Optional.of(NOW.plusSeconds(1)), Optional.of(NOW.plusSeconds(3))),
                        entry -> some.add(entry.incident().target().id()));
        ledger().each(
                        new Span(Optional.of(NOW.plusSeconds(9)), Optional.of(NOW)),
                        entry -> none.add(entry.incident().target().id()));

        assertThat(all).containsExactly("test4", "test3", "test2", "test1", "test0");
        assertThat(some).containsExactly("test2", "test1");
        assertThat(none).isEmpty();
    }

    @Test
    final void givesAnEntryExactly() {
        IncidentEntry kept = over(incident("test1"), Kind.FAILED, NOW);
        ledger().close(kept);
        List<IncidentEntry> given = new ArrayList<>();

        ledger().each(Span.ALL, given::add);

        assertThat(given).hasSize(1);
        assertSame(given.getFirst(), kept);
    }

    @Test
    final void givesMoreIncidentsThanFitIntoOneAnswer() {
        int many = 230;
        IntStream.range(0, many)
                .forEach(i -> ledger().close(over(incident("test" + i), Kind.GONE, NOW.plusSeconds(i))));
        List<Instant> given = new ArrayList<>();

        ledger().survey(Span.ALL, brief -> given.add(brief.at()));

        assertThat(given).hasSize(many).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    final void surveysWhatIsCountedOfIncidents() {
        town();
        ledger().release(approval(incident("test1"), "ann"));

        assertThat(surveyed(Span.ALL))
                .containsExactly(
                        new IncidentBrief(
                                incident(
                                                OTHER_CONTROL,
                                                ELSEWHERE,
                                                "test4",
                                                event("test4").by("arn:aws:iam::123456789012:user/100%/Émile\u0000'"))
                                        .id(),
                                NOW.plusSeconds(4),
                                "FAILED",
                                OTHER_CONTROL,
                                ELSEWHERE,
                                "arn:aws:iam::123456789012:user/100%/émile\u0000'",
                                false,
                                Optional.empty()),
                        brief(ELSEWHERE, "test3", "arn:aws:iam::123456789012:user/Ann_e", "GONE", 3, false),
                        brief(FakeAws.ACCOUNT, "test2", "arn:aws:iam::123456789012:user/Ann", "OPEN", 2, false),
                        brief(FakeAws.ACCOUNT, "test1", event("test1").event().principal(), "HELD", 1, true),
                        brief(FakeAws.ACCOUNT, "test0", event("test0").event().principal(), "OPEN", 0, false));
        assertThat(surveyed(new Span(Optional.of(NOW.plusSeconds(1)), Optional.of(NOW.plusSeconds(3)))))
                .extracting(IncidentBrief::state)
                .containsExactly("OPEN", "HELD");
    }

    @Test
    final void surveysWhenWhatWasRemediatedWasCausedAndWhetherThatDeleted() {
        Instant sweep = NOW.minusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
        Instant event = event("test1").event().time();
        ledger().close(over(incident("test1"), Kind.REMEDIATED, NOW));
        ledger().close(over(swept("test2", sweep), Kind.REMEDIATED, NOW.minusSeconds(1)));
        Incident terminated = incident("test3");
        ledger().close(writing(
                List.of("ec2:TerminateInstances"), over(terminated, Kind.REMEDIATED, NOW.minusSeconds(2))));
        ledger().close(writing(
                List.of("s3:PutPublicAccessBlock"), over(incident("test4"), Kind.REMEDIATED, NOW.minusSeconds(3))));

        assertThat(surveyed(Span.ALL))
                .extracting(brief -> brief.remedy().orElseThrow())
                .containsExactly(
                        new Remedy(event, true),
                        new Remedy(sweep, true),
                        new Remedy(event, true),
                        new Remedy(event, false));
        assertThat(surveyed(Span.ALL).get(1).principal()).isEmpty();

        ledger().keep(open(terminated, NOW.plusSeconds(1)));
        assertThat(surveyed(Span.ALL).getFirst().remedy()).isEmpty();
    }

    @Test
    final void findsTheIncidentsOfAnEvent() {
        EventBuilder event = event("both").id("event-1");
        Incident first = incident(CONTROL, FakeAws.ACCOUNT, "one", event);
        Incident second = incident(OTHER_CONTROL, FakeAws.ACCOUNT, "two", event);
        ledger().close(over(second, Kind.HELD, NOW.plusSeconds(1)));
        ledger().keep(open(first, NOW));
        ledger().keep(open(incident("other"), NOW));

        assertThat(ledger().ofEvent("event-1"))
                .extracting(entry -> entry.incident().target().id())
                .containsExactly("one", "two");
        assertThat(ledger().ofEvent("event-")).isEmpty();
    }

    @Test
    final void keepsWhenAViolationWasFirstAnnounced() {
        assertThat(ledger().announce("incident-1", NOW)).isEqualTo(NOW);
        assertThat(ledger().announce("incident-1", NOW.plusSeconds(60))).isEqualTo(NOW);
        assertThat(ledger().announce("incident-1", NOW.minusSeconds(60))).isEqualTo(NOW);
        assertThat(ledger().announce("incident-2", NOW.plusSeconds(60))).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    final void givesLeaveOnce() {
        Incident held = incident("test1");
        Release ann = approval(held, "ann");

        assertThat(ledger().released(held.id())).isEmpty();
        assertThat(ledger().releaseOf(ann.successor())).isEmpty();
        assertThat(ledger().release(ann)).isEqualTo(ann);
        assertThat(ledger().release(approval(held, "bob"))).isEqualTo(ann);

        assertThat(ledger().released(held.id())).contains(ann);
        assertThat(ledger().releaseOf(ann.successor())).contains(ann);
        assertThat(ledger().releaseOf(held.id())).isEmpty();
    }

    @Test
    final void ofManyWhoGiveLeaveAtOnceTheFirstCounts() throws Exception {
        Incident held = incident("test1");

        List<Release> given = atOnce((ledger, thread) -> ledger.release(approval(held, "person " + thread)));

        assertThat(Set.copyOf(given)).hasSize(1);
        assertThat(ledger().released(held.id())).contains(given.getFirst());
    }

    @Test
    final void keepsLeavesForControlsInOrder() {
        Lift later = lift(CONTROL, FakeAws.ACCOUNT, NOW.plusSeconds(60));
        Lift earlier = lift(OTHER_CONTROL, ELSEWHERE, NOW);

        ledger().lift(later);
        ledger().lift(earlier);
        ledger().lift(later);

        assertThat(ledger().lifts()).containsExactly(later, earlier, later);
    }

    @Test
    final void countsWhatWasCompliantAtFirstSight() {
        LedgerArchive ledger = ledger();
        for (int i = 0; i < 2500; i++) {
            ledger.passed(CONTROL, FakeAws.ACCOUNT, NOW.plusSeconds(i));
        }
        ledger.passed(CONTROL, ELSEWHERE, NOW);
        ledger.passed(OTHER_CONTROL, ELSEWHERE, NOW);

        assertThat(ledger.passed())
                .containsExactlyInAnyOrder(
                        new LedgerArchive.Passed(CONTROL, FakeAws.ACCOUNT, 2500),
                        new LedgerArchive.Passed(CONTROL, ELSEWHERE, 1),
                        new LedgerArchive.Passed(OTHER_CONTROL, ELSEWHERE, 1));
        assertThat(ledger().passed()).hasSameElementsAs(ledger.passed());
    }

    @Test
    final void keepsHowARemediationFirstLeftItsResource() {
        Incident incident = incident("test1");
        ledger().left(incident.id(), "{\"Name\":\"" + ODD_IN_JSON + "\"}", NOW);

        ledger().left(incident.id(), "{}", NOW.plusSeconds(60));

        assertThat(ledger().left(incident.id())).contains("{\"Name\":\"" + ODD_IN_JSON + "\"}");
        assertThat(ledger().left(incident("test2").id())).isEmpty();
    }

    @Test
    final void keepsAnUndoExactly() {
        Undo undo = undo(incident("test1"), NOW, NOW.plusSeconds(3600));
        Undo ended = undo.ended(Undo.Result.UNDONE, "is what it was before: " + ODD, NOW.plusSeconds(5));

        assertThat(ledger().begin(undo)).isEqualTo(undo);
        assertThat(ledger().undo(undo.incident())).contains(undo);
        ledger().end(ended);

        assertThat(ledger().undo(undo.incident())).contains(ended);
        assertThat(ledger().undo(incident("test2").id())).isEmpty();
    }

    @Test
    final void anUndoExemptsItsTargetFromItsControlUntilItsTime() {
        Incident incident = incident("test1");
        Instant until = NOW.plusSeconds(3600);
        Undo undo = ledger().begin(undo(incident, NOW, until));
        Undo shorter = ledger().begin(undo(
                incident(CONTROL, FakeAws.ACCOUNT, "test1", event("test1").id("another")),
                NOW,
                until.minusSeconds(60)));
        Instant last = until.minusNanos(1);

        assertThat(shorter.target()).isEqualTo(undo.target());
        assertThat(ledger().exempting(CONTROL, incident.target(), NOW)).contains(undo);
        assertThat(ledger().exempting(CONTROL, incident.target(), last)).contains(undo);
        assertThat(ledger().exempting(CONTROL, incident.target(), until)).isEmpty();
        assertThat(ledger().exempting(OTHER_CONTROL, incident.target(), NOW)).isEmpty();
        assertThat(ledger().exempting(CONTROL, incident("test2").target(), NOW)).isEmpty();
        assertThat(ledger().exempting(
                                CONTROL, incident(CONTROL, ELSEWHERE, "test1").target(), NOW))
                .isEmpty();
        assertThat(ledger().exempting(NOW)).containsExactly(shorter, undo);
        assertThat(ledger().exempting(last)).containsExactly(undo);
        assertThat(ledger().exempting(until)).isEmpty();
    }

    @Test
    final void whatWasNotUndoneExemptsNothingAndMayBeTriedAgain() {
        Undo first = ledger().begin(undo(incident("test1"), NOW, NOW.plusSeconds(3600)));
        ledger().end(first.ended(Undo.Result.NOT_UNDONE, "denied", NOW.plusSeconds(1)));
        assertThat(ledger().exempting(CONTROL, first.target(), NOW)).isEmpty();
        assertThat(ledger().exempting(NOW)).isEmpty();
        Undo second = undo(incident("test1"), NOW.plusSeconds(60), NOW.plusSeconds(7200));

        assertThat(ledger().begin(second)).isEqualTo(second);
        assertThat(ledger().exempting(CONTROL, first.target(), NOW)).contains(second);
    }

    @Test
    final void whatWasUndoneInPartExemptsAndMayBeTriedAgain() {
        Undo first = ledger().begin(undo(incident("test1"), NOW, NOW.plusSeconds(3600)));
        Undo partly = first.ended(Undo.Result.UNDONE_IN_PART, "denied half-way", NOW.plusSeconds(1));
        ledger().end(partly);
        assertThat(ledger().exempting(CONTROL, first.target(), NOW)).contains(partly);
        Undo second = undo(incident("test1"), NOW.plusSeconds(60), NOW.plusSeconds(7200));

        assertThat(ledger().begin(second)).isEqualTo(second);
    }

    @Test
    final void whatIsUndoneStaysUndone() {
        Undo first = ledger().begin(undo(incident("test1"), NOW, NOW.plusSeconds(3600)));
        Undo done = first.ended(Undo.Result.UNDONE, "is what it was before", NOW.plusSeconds(1));
        ledger().end(done);

        ledger().end(first.ended(Undo.Result.NOT_UNDONE, "denied to somebody else", NOW.plusSeconds(2)));

        assertThat(ledger().begin(undo(incident("test1"), NOW.plusSeconds(9999), NOW.plusSeconds(20_000))))
                .isEqualTo(done);
        assertThat(ledger().undo(first.incident())).contains(done);
    }

    @Test
    final void anUndoWhoseProcessIsGoneCanBeBegunAgainOnceItExemptsNoMore() {
        Undo gone = ledger().begin(undo(incident("test1"), NOW, NOW.plusSeconds(3600)));
        Undo meanwhile = undo(incident("test1"), NOW.plusSeconds(3599), NOW.plusSeconds(7200));
        Undo later = undo(incident("test1"), NOW.plusSeconds(3600), NOW.plusSeconds(7200));

        assertThat(ledger().begin(meanwhile)).isEqualTo(gone);
        assertThat(ledger().begin(later)).isEqualTo(later);
    }

    @Test
    final void ofTwoWhoBeginAnUndoAtOnceOneCounts() throws Exception {
        List<Undo> counting = atOnce((ledger, thread) ->
                ledger.begin(undo(incident("test1"), NOW.plusSeconds(thread), NOW.plusSeconds(3600))));

        assertThat(counting).hasSize(THREADS);
        assertThat(Set.copyOf(counting)).hasSize(1);
    }

    @Test
    final void addsUpWhatDidNotReachADestination() {
        ledger().undelivered(Undelivered.of("sns b", 1, NOW.plusSeconds(60), "throttled"));
        ledger().undelivered(Undelivered.of("sns b", 40, NOW.plusSeconds(120), "denied to " + ODD));
        ledger().undelivered(Undelivered.of("sns b", 2, NOW, "told late"));
        ledger().undelivered(Undelivered.of("sns " + ODD, 1, NOW, "no such topic"));

        assertThat(ledger().undelivered())
                .containsExactlyInAnyOrder(
                        new Undelivered("sns b", 43, NOW, NOW.plusSeconds(120), "denied to " + ODD, Optional.empty()),
                        Undelivered.of("sns " + ODD, 1, NOW, "no such topic"));
    }

    @Test
    final void whatDidNotReachADestinationIsOverOnceOneLaterDoes() {
        Undelivered lost = Undelivered.of("sns a", 7, NOW, "denied");
        Undelivered other = Undelivered.of("sns b", 1, NOW, "denied");
        ledger().undelivered(lost);
        ledger().undelivered(other);

        ledger().delivered("sns a", NOW.minusNanos(1));
        assertThat(ledger().undelivered()).containsExactly(lost, other);
        ledger().delivered("sns a", NOW.plusSeconds(60));
        ledger().delivered("sns a", NOW.plusSeconds(120));

        assertThat(ledger().undelivered()).containsExactly(lost.over(NOW.plusSeconds(60)), other);
    }

    @Test
    final void afterItIsOverWhatDoesNotReachADestinationIsCountedAnew() {
        ledger().undelivered(Undelivered.of("sns a", 7, NOW, "denied"));
        ledger().delivered("sns a", NOW.plusSeconds(60));
        Undelivered again = Undelivered.of("sns a", 1, NOW.plusSeconds(3600), "no such topic");

        ledger().undelivered(again);

        assertThat(ledger().undelivered()).containsExactly(again);
    }

    @Test
    final void aDestinationThatTakesAllIsNotKept() {
        ledger().delivered("sns a", NOW);

        assertThat(ledger().undelivered()).isEmpty();
    }

    @Test
    final void ofManyWhoReachNobodyAtOnceAllAreCounted() throws Exception {
        atOnce((ledger, thread) -> {
            ledger.undelivered(Undelivered.of("sns a", 1, NOW, "denied"));
            return thread;
        });

        assertThat(ledger().undelivered()).extracting(Undelivered::count).containsExactly((long) THREADS);
    }

    /** Five incidents, one a second. */
    private void town() {
        String ann = "arn:aws:iam::123456789012:user/Ann";
        ledger().keep(open(incident("test0"), NOW));
        ledger().close(over(incident("test1"), Kind.HELD, NOW.plusSeconds(1)));
        ledger().keep(open(
                incident(CONTROL, FakeAws.ACCOUNT, "test2", event("test2").by(ann)), NOW.plusSeconds(2)));
        ledger().close(over(
                incident(CONTROL, ELSEWHERE, "test3", event("test3").by(ann + "_e")), Kind.GONE, NOW.plusSeconds(3)));
        ledger().close(over(
                incident(
                        OTHER_CONTROL,
                        ELSEWHERE,
                        "test4",
                        event("test4").by("arn:aws:iam::123456789012:user/100%/Émile\u0000'")),
                Kind.FAILED,
                NOW.plusSeconds(4)));
    }

    private List<IncidentBrief> surveyed(Span span) {
        List<IncidentBrief> briefs = new ArrayList<>();
        ledger().survey(span, briefs::add);
        return briefs;
    }

    private static IncidentBrief brief(
            String account, String endpoint, String principal, String state, int seconds, boolean released) {
        return new IncidentBrief(
                incident(CONTROL, account, endpoint, event(endpoint).by(principal))
                        .id(),
                NOW.plusSeconds(seconds),
                state,
                CONTROL,
                account,
                principal.toLowerCase(Locale.ROOT),
                released,
                Optional.empty());
    }

    private static IncidentEntry writing(List<String> writes, IncidentEntry entry) {
        Outcome outcome = ((Standing.Over) entry.standing()).outcome();
        return new IncidentEntry(
                entry.incident(),
                new Standing.Over(new Outcome(
                        outcome.kind(),
                        outcome.findings(),
                        writes,
                        outcome.planned(),
                        outcome.closedAt(),
                        outcome.looks(),
                        outcome.summary(),
                        outcome.callerIsCreator())),
                entry.ruling(),
                entry.installation(),
                entry.at());
    }

    private List<String> found(Wanted wanted) {
        return found(wanted.filter());
    }

    private List<String> found(IncidentFilter filter) {
        return ledger().find(filter).stream()
                .map(entry -> entry.incident().target().id())
                .toList();
    }

    private Claim.Granted granted(WriteIntent intent) {
        Claim claim = ledger().claim(intent);
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        return (Claim.Granted) claim;
    }

    private Claim.Held held(WriteIntent intent) {
        Claim claim = ledger().claim(intent);
        assertThat(claim).isInstanceOf(Claim.Held.class);
        return (Claim.Held) claim;
    }

    private void settled(WriteIntent intent, WriteResult result) {
        ledger().settle(granted(intent), result);
    }

    private void failed(Incident incident, Limits limits, Instant at) {
        settled(delete(incident, limits, at), DONE);
        ledger().close(over(incident, Kind.FAILED, at));
    }

    private static Stake stake(Incident incident, Limits limits) {
        return new Stake(incident.control(), incident.target(), limits, false);
    }

    private static Limits hourly(int perControlAccount, int perControl, int all) {
        return new Limits(perControlAccount, perControl, all, NO_FLAPPING, 100, 100);
    }

    private static Limits failures(int inARow) {
        return new Limits(100, 100, 100, NO_FLAPPING, 100, inARow);
    }

    private static Limits flapping(int times) {
        return new Limits(100, 100, 100, new Limits.Flapping(times, Duration.ofHours(24)), 100, 100);
    }

    private static IncidentFilter by(String principal) {
        return new IncidentFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(principal),
                Set.of(),
                false,
                10);
    }

    private static Lift lift(String control, String account, Instant at) {
        return new Lift(control, account, "arn:aws:sts::123456789012:assumed-role/operator/ann", ODD, at);
    }

    private static WriteIntent later(WriteIntent intent, Duration by) {
        return new WriteIntent(
                intent.incident(),
                intent.action(),
                intent.request(),
                FINDINGS,
                intent.preState(),
                intent.stake(),
                intent.at().plus(by),
                intent.patience());
    }

    /** Events have no equality, so theirs is looked at part by part. */
    private static void assertSame(IncidentEntry found, IncidentEntry kept) {
        CloudTrailEvent event = found.incident().event().orElseThrow();
        CloudTrailEvent expected = kept.incident().event().orElseThrow();
        assertThat(event.attributes()).isEqualTo(expected.attributes());
        assertThat(event.record()).isEqualTo(expected.record());
        assertThat(event.request()).isEqualTo(expected.request());
        assertThat(event.response().isMissingNode())
                .isEqualTo(expected.response().isMissingNode());
        assertThat(found.incident().id()).isEqualTo(kept.incident().id());
        assertThat(with(kept.incident().cause(), found)).isEqualTo(kept);
    }

    private static IncidentEntry with(Cause cause, IncidentEntry entry) {
        Incident incident = entry.incident();
        return new IncidentEntry(
                new Incident(
                        incident.control(),
                        incident.target(),
                        cause,
                        incident.predecessor(),
                        incident.openedAt(),
                        incident.looks(),
                        incident.retries(),
                        incident.checkpoint(),
                        incident.missingSince(),
                        incident.unansweredSince(),
                        incident.unanswered(),
                        incident.told()),
                entry.standing(),
                entry.ruling(),
                entry.installation(),
                entry.at());
    }

    private <T> List<T> atOnce(Function<LedgerArchive, T> work) throws Exception {
        return atOnce((ledger, thread) -> work.apply(ledger));
    }

    /** Lets several threads work, each with a ledger of its own, and returns what each brought. */
    private <T> List<T> atOnce(Work<T> work) throws InterruptedException, ExecutionException {
        List<LedgerArchive> ledgers =
                IntStream.range(0, THREADS).mapToObj(thread -> ledger()).toList();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        IntFunction<Callable<T>> job = thread -> () -> {
            start.await();
            return work.with(ledgers.get(thread), thread);
        };
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<T> result :
                    threads.invokeAll(IntStream.range(0, THREADS).mapToObj(job).toList())) {
                results.add(result.get());
            }
        }
        return results;
    }

    private interface Work<T> {
        T with(LedgerArchive ledger, int thread);
    }

    /** A filter in the making. */
    private record Wanted(IncidentFilter filter) {
        Wanted() {
            this(IncidentFilter.latest(10));
        }

        Wanted from(Instant time) {
            return with(Optional.of(time), filter.to(), filter.control(), filter.account(), filter.principal());
        }

        Wanted to(Instant time) {
            return with(filter.from(), Optional.of(time), filter.control(), filter.account(), filter.principal());
        }

        Wanted control(String id) {
            return with(filter.from(), filter.to(), Optional.of(id), filter.account(), filter.principal());
        }

        Wanted account(String id) {
            return with(filter.from(), filter.to(), filter.control(), Optional.of(id), filter.principal());
        }

        Wanted principal(String part) {
            return with(filter.from(), filter.to(), filter.control(), filter.account(), Optional.of(part));
        }

        Wanted states(String... names) {
            return and(Set.of(names), filter.unreleased());
        }

        Wanted unreleased() {
            return and(filter.states(), true);
        }

        private Wanted and(Set<String> states, boolean unreleased) {
            return new Wanted(new IncidentFilter(
                    filter.from(),
                    filter.to(),
                    filter.control(),
                    filter.account(),
                    filter.principal(),
                    states,
                    unreleased,
                    filter.limit()));
        }

        private Wanted with(
                Optional<Instant> from,
                Optional<Instant> to,
                Optional<String> control,
                Optional<String> account,
                Optional<String> principal) {
            return new Wanted(new IncidentFilter(
                    from, to, control, account, principal, filter.states(), filter.unreleased(), filter.limit()));
        }
    }
}
