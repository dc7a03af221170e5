package dev.overseer.testkit;

import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.HELD;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Undelivered;
import dev.overseer.runtime.notice.Delays;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Notice;
import dev.overseer.runtime.notice.Notices;
import dev.overseer.runtime.notice.NotifySettings;
import dev.overseer.runtime.notice.UndeliveredException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is told what, and when. */
@Timeout(60)
class NoticesTest {
    private static final Destination TOPIC =
            new Destination.Sns("arn:aws:sns:eu-west-1:123456789012:alerts", "eu-west-1");
    private static final Destination BUS = new Destination.EventBridge("default", Optional.empty());
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final UndeliveredException THROTTLED =
            new UndeliveredException("throttled. It is tried again", true, new IllegalStateException("429"));
    private static final UndeliveredException DENIED =
            new UndeliveredException("denied. Grant sns:Publish", false, new IllegalStateException("403"));

    private final TestClock clock = new TestClock(NOW);
    private final VirtualDelays delays = new VirtualDelays(clock);
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Map<Destination, FakeDestination> opened = new LinkedHashMap<>();
    private final FakeDestination topic = new FakeDestination(TOPIC, clock);
    private final FakeDestination bus = new FakeDestination(BUS, clock);

    @Test
    void ofAThousandInAMinuteTenAreToldSinglyAndTheRestInOneDigest() {
        Notices notices = notices(standard(TOPIC));
        for (int number = 0; number < 1000; number++) {
            notices.tell(over("test" + number, number % 4 == 0 ? FAILED : REMEDIATED));
            delays.advance(ofMillis(50));
        }

        assertThat(topic.messages).hasSize(10);
        delays.advance(ofSeconds(10));

        assertThat(topic.incidents())
                .containsExactly(
                        "test0", "test1", "test2", "test3", "test4", "test5", "test6", "test7", "test8", "test9");
        assertThat(topic.digests()).hasSize(1);
        Message.Digest digest = topic.digests().getFirst();
        assertThat(digest.size()).isEqualTo(990);
        assertThat(digest.counts()).containsExactly(entry(group(REMEDIATED), 743), entry(group(FAILED), 247));
        assertThat(digest.first()).hasSize(20);
        assertThat(digest.first().getFirst().incident().target().id()).isEqualTo("test10");
        assertThat(digest.from()).isEqualTo(NOW.plusMillis(500));
        assertThat(digest.until()).isEqualTo(NOW.plusMillis(49_950));
        assertThat(topic.attempts.getLast()).isEqualTo(ofMinutes(1));
    }

    @Test
    void aStormThatLastsIsOneDigestAMinute() {
        Notices notices = notices(standard(TOPIC));
        for (int second = 0; second < 600; second++) {
            notices.tell(over("test" + second, REMEDIATED));
            delays.advance(ofSeconds(1));
        }
        notices.flush(ofSeconds(10));

        assertThat(topic.digests()).hasSizeBetween(9, 10);
        assertThat(topic.singles()).hasSizeBetween(90, 100);
        assertThat(topic.digests().stream().mapToInt(Message.Digest::size).sum()
                        + topic.singles().size())
                .isEqualTo(600);
    }

    @Test
    void whatComesNowAndThenIsToldAtOnceAndSingly() {
        Notices notices = notices(standard(TOPIC));
        for (int number = 0; number < 30; number++) {
            notices.tell(over("test" + number, HELD));
            delays.advance(ofSeconds(7));

            assertThat(topic.incidents()).hasSize(number + 1).endsWith("test" + number);
        }
    }

    @Test
    void aSingleNoticeBeyondTheTenIsNoDigest() {
        Notices notices = notices(standard(TOPIC));
        for (int number = 0; number < 11; number++) {
            notices.tell(over("test" + number, HELD));
        }
        delays.advance(ofMinutes(1));

        assertThat(topic.incidents()).hasSize(11).endsWith("test10");
    }

    @Test
    void tellsWhatTheFilterAsksFor() {
        Notices notices = notices(
                new NotifySettings(TOPIC, Set.of("PLANNED", "ANNOUNCED"), Set.of("glue-job")),
                new NotifySettings(BUS, Set.of("PLANNED", "FAILED"), Set.of()));
        notices.tell(over("glue-job", "job1", PLANNED));
        notices.tell(over("glue-job", "job2", FAILED));
        notices.tell(announced("glue-job", "job3"));
        notices.tell(over("glue-dev-endpoint", "test1", PLANNED));
        notices.tell(announced("glue-dev-endpoint", "test2"));
        delays.advance(ofSeconds(1));

        assertThat(topic.singles()).containsExactly("glue-job PLANNED", "glue-job ANNOUNCED");
        assertThat(bus.incidents()).containsExactly("job1", "job2", "test1");
    }

    @Test
    void aDestinationThatIsNamedTwiceIsToldOnce() {
        Notices notices = notices(
                new NotifySettings(TOPIC, Set.of("FAILED"), Set.of()),
                new NotifySettings(TOPIC, Set.of("FAILED", "HELD"), Set.of("glue-dev-endpoint")));
        notices.tell(over("test1", FAILED));
        notices.tell(over("test2", HELD));
        delays.advance(ofSeconds(1));

        assertThat(topic.incidents()).containsExactly("test1", "test2");
    }

    @Test
    void opensADestinationWhenThereIsSomethingToSend() {
        Notices notices = notices(standard(TOPIC), standard(BUS));
        notices.tell(over("test1", Kind.COMPLIANT));
        notices.flush(ofSeconds(10));

        assertThat(opened).isEmpty();
        notices.close();
        assertThat(topic.closed).isFalse();
    }

    @Test
    void whatIsNotTakenForTheMomentIsTriedAgainWithGrowingPauses() {
        topic.failing(message -> throwing(THROTTLED));
        Notices notices = notices(standard(TOPIC));
        notices.tell(over("test1", FAILED));
        delays.advance(ofMinutes(2));
        topic.recover();
        delays.advance(ofMinutes(10));

        assertThat(topic.attempts)
                .containsExactly(
                        ofSeconds(0),
                        ofSeconds(2),
                        ofSeconds(17),
                        ofSeconds(77),
                        ofSeconds(77).plusMinutes(4));
        assertThat(topic.incidents()).containsExactly("test1");
        assertThat(ledger.undelivered()).isEmpty();
    }

    @Test
    void whatIsNeverTakenIsGivenUpAndKept() {
        topic.failing(message -> throwing(THROTTLED));
        Notices notices = notices(standard(TOPIC));
        notices.tell(over("test1", FAILED));
        delays.advance(Duration.ofDays(1));

        assertThat(topic.attempts).hasSize(5);
        assertThat(ledger.undelivered())
                .containsExactly(Undelivered.of(
                        TOPIC.text(), 1, NOW.plusSeconds(77).plus(ofMinutes(4)), "throttled. It is tried again"));
    }

    @Test
    void whatIsDeniedIsGivenUpAtOnceAndFromThenOnThereAreDigestsOnly() {
        topic.failing(message -> throwing(DENIED));
        Notices notices = notices(standard(TOPIC));
        for (int number = 0; number < 100; number++) {
            notices.tell(over("test" + number, FAILED));
            delays.advance(ofSeconds(1));
        }
        delays.advance(ofMinutes(1));

        assertThat(topic.attempts).containsExactly(ofSeconds(0), ofMinutes(1), ofMinutes(2));
        assertThat(ledger.undelivered())
                .containsExactly(new Undelivered(
                        TOPIC.text(), 100, NOW, NOW.plus(ofMinutes(2)), "denied. Grant sns:Publish", Optional.empty()));
    }

    @Test
    void itIsOverWhenADestinationTakesANoticeAgain() {
        topic.failing(message -> throwing(DENIED));
        Notices notices = notices(standard(TOPIC));
        notices.tell(over("test1", FAILED));
        delays.advance(ofMinutes(5));
        topic.recover();
        notices.tell(over("test2", FAILED));
        delays.advance(ofMinutes(1));
        notices.tell(over("test3", FAILED));
        delays.advance(ofSeconds(1));

        assertThat(topic.incidents()).containsExactly("test2", "test3");
        assertThat(ledger.undelivered())
                .extracting(Undelivered::over)
                .containsExactly(Optional.of(NOW.plusSeconds(360)));
    }

    @Test
    void itIsOverAlsoForAProcessThatIsGone() {
        ledger.undelivered(Undelivered.of(TOPIC.text(), 3, NOW.minusSeconds(60), "denied"));
        Notices notices = notices(standard(TOPIC));
        notices.tell(over("test1", FAILED));
        delays.advance(ofSeconds(1));

        assertThat(ledger.undelivered()).extracting(Undelivered::over).containsExactly(Optional.of(NOW));
    }

    @Test
    void aFaultOfANotifierReachesNobodyElse() {
        topic.failing(message -> throwing(new IllegalStateException("a bug\nwith two lines")));
        Notices notices = notices(standard(TOPIC), standard(BUS));
        notices.tell(over("test1", FAILED));
        delays.advance(ofSeconds(1));

        assertThat(bus.incidents()).containsExactly("test1");
        assertThat(ledger.undelivered())
                .extracting(Undelivered::problem)
                .first()
                .asString()
                .contains("a bug", "with two lines", "This is a fault of Overseer or of its packaging: report it")
                .doesNotContain("\n");
    }

    @Test
    void aDestinationThatCannotBeOpenedIsToldOfToo() {
        Notices notices = new Notices(
                List.of(standard(TOPIC)),
                destination -> throwing(new NoClassDefFoundError("software/amazon/awssdk/services/sns/SnsClient")),
                ledger,
                clock,
                delays);
        notices.tell(over("test1", FAILED));
        delays.advance(ofSeconds(1));

        assertThat(ledger.undelivered())
                .extracting(Undelivered::problem)
                .first()
                .asString()
                .contains("SnsClient");
    }

    @Test
    void aLedgerThatCannotKeepItStopsNothing() {
        topic.failing(message -> throwing(DENIED));
        List<String> asked = new ArrayList<>();
        Ledger broken = (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    throw new LedgerException("disk full");
                });
        Notices notices = new Notices(List.of(standard(TOPIC)), this::open, broken, clock, delays);
        notices.tell(over("test1", FAILED));
        delays.advance(ofMinutes(1));
        topic.recover();
        notices.tell(over("test2", FAILED));
        delays.advance(ofMinutes(1));

        assertThat(topic.incidents()).containsExactly("test2");
        assertThat(asked).containsExactly("undelivered", "delivered");
    }

    @Test
    void whoTellsNeverWaitsForADestinationThatIsSlow() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        topic.failing(message -> await(slow));
        List<Thread> threads = new ArrayList<>();
        Notices notices =
                new Notices(List.of(standard(TOPIC), standard(BUS)), this::open, ledger, clock, new OnThreads(threads));
        for (int number = 0; number < 1000; number++) {
            notices.tell(over("test" + number, FAILED));
        }

        assertThat(topic.messages).isEmpty();
        slow.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(topic.messages).isNotEmpty();
        assertThat(bus.messages).isNotEmpty();
    }

    @Test
    void aFlushSendsWhatIsOpenWithoutWaitingForTheMinuteToEnd() {
        Notices notices = notices(standard(TOPIC));
        for (int number = 0; number < 15; number++) {
            notices.tell(over("test" + number, FAILED));
        }
        notices.flush(ofSeconds(10));
        notices.flush(ofSeconds(10));
        delays.advance(ofMinutes(10));

        assertThat(topic.singles()).hasSize(10);
        assertThat(topic.digests()).extracting(Message.Digest::size).containsExactly(5);
        assertThat(topic.attempts).containsOnly(Duration.ZERO);
        notices.close();
        assertThat(topic.closed).isTrue();
    }

    @Test
    void aFlushTriesAgainWhileThereIsTime() {
        topic.failing(message -> throwing(THROTTLED));
        bus.failing(message -> {
            clock.advance(ofSeconds(1));
            bus.recover();
            throw THROTTLED;
        });
        Notices notices = notices(standard(TOPIC), standard(BUS));
        notices.tell(over("test1", FAILED));
        notices.flush(ofSeconds(10));

        assertThat(topic.attempts).containsExactly(ofSeconds(0), ofSeconds(2));
        assertThat(bus.incidents()).containsExactly("test1");
        assertThat(ledger.undelivered())
                .containsExactly(Undelivered.of(TOPIC.text(), 1, NOW.plusSeconds(2), "throttled. It is tried again"));
    }

    @Test
    void aFlushWithoutTimeKeepsWhatItCouldNotSend() {
        Notices notices = notices(standard(TOPIC));
        for (int number = 0; number < 15; number++) {
            notices.tell(over("test" + number, FAILED));
        }
        notices.flush(Duration.ZERO);

        assertThat(topic.messages).isEmpty();
        assertThat(ledger.undelivered())
                .containsExactly(
                        Undelivered.of(TOPIC.text(), 15, NOW, "this process had to end before it was its turn"));
    }

    @Test
    void aFlushThatIsInterruptedKeepsWhatItCouldNotSend() {
        topic.failing(message -> {
            Thread.currentThread().interrupt();
            throw THROTTLED;
        });
        Notices notices = new Notices(List.of(standard(TOPIC)), this::open, ledger, clock, Delays.untilFlushed(time -> {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }));
        notices.tell(over("test1", FAILED));
        notices.tell(over("test2", FAILED));
        notices.flush(ofSeconds(10));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(topic.attempts).hasSize(1);
        assertThat(ledger.undelivered())
                .containsExactly(Undelivered.of(TOPIC.text(), 2, NOW, "this process was told to end at once"));
    }

    @Test
    void catchingUpIsOneDigestInAQuarterOfAnHour() {
        Notices notices = notices(standard(TOPIC));
        notices.catchUp();
        for (int second = 0; second < 1000; second++) {
            notices.tell(over("test" + second, REMEDIATED));
            delays.advance(ofSeconds(1));
        }
        notices.flush(ofSeconds(10));

        assertThat(topic.singles()).isEmpty();
        assertThat(topic.digests()).extracting(Message.Digest::size).containsExactly(900, 100);
    }

    @Test
    void whileADestinationTakesNothingNoMoreThanADigestIsHeld() {
        topic.failing(message -> throwing(THROTTLED));
        Notices notices = notices(standard(TOPIC));
        for (int second = 0; second < 300; second++) {
            notices.tell(over("test" + second, REMEDIATED));
            delays.advance(ofSeconds(1));
        }
        topic.recover();
        delays.advance(ofMinutes(5));

        assertThat(topic.incidents()).containsExactly("test0");
        assertThat(topic.digests()).extracting(Message.Digest::size).containsExactly(299);
    }

    private Notices notices(NotifySettings... settings) {
        return new Notices(List.of(settings), this::open, ledger, clock, delays);
    }

    private FakeDestination open(Destination destination) {
        FakeDestination fake = destination.equals(TOPIC) ? topic : bus;
        assertThat(opened.put(destination, fake)).isNull();
        return fake;
    }

    private static NotifySettings standard(Destination destination) {
        return new NotifySettings(destination, new LinkedHashSet<>(NotifySettings.STANDARD), Set.of());
    }

    private Notice over(String target, Kind kind) {
        return over("glue-dev-endpoint", target, kind);
    }

    private Notice over(String control, String target, Kind kind) {
        Outcome outcome = new Outcome(kind, List.of(), List.of(), List.of(), clock.instant(), 1, "as " + kind, true);
        return new Notice.Over(descriptor(control), incident(control, target), outcome);
    }

    private Notice announced(String control, String target) {
        return new Notice.Announced(
                descriptor(control),
                incident(control, target),
                LedgerSamples.FINDINGS,
                NOW.plusSeconds(3600),
                clock.instant());
    }

    private static Incident incident(String control, String target) {
        return LedgerSamples.incident(control, FakeAws.ACCOUNT, target);
    }

    private static ControlDescriptor descriptor(String control) {
        return ControlDescriptor.control(control, "Samples are private").build();
    }

    private static Message.Group group(Kind kind) {
        return new Message.Group("glue-dev-endpoint", kind.name());
    }

    private static <T> T throwing(RuntimeException failure) {
        throw failure;
    }

    private static <T> T throwing(Error failure) {
        throw failure;
    }

    /** Does at once, on threads of its own, what is not to be done later. */
    private record OnThreads(List<Thread> threads) implements Delays {
        @Override
        public void later(Duration delay, Runnable work) {
            if (delay.isZero()) {
                synchronized (threads) {
                    threads.add(Thread.ofVirtual().start(work));
                }
            }
        }

        @Override
        public void pause(Duration time) {
            throw new AssertionError("nothing is flushed");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}
