package dev.overseer.runtime.notice;

import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Undelivered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one destination what it is to be told. Safe for several threads; one message is under way at a time.
 *
 * <p>What a destination does not take for the moment is tried again, with growing pauses; what it does not take at all is
 * given up, logged, and kept in the ledger.
 */
final class Delivery {
    /** Between the attempts at a message. */
    static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(4));

    /** Other hosts may have kept that they could not reach the destination, and be gone. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMinutes(10);

    private static final Duration ANOTHER_TURN = Duration.ofSeconds(1);
    private static final int LONGEST_PROBLEM = 1000;
    private static final String NO_TIME = "this process had to end before it was its turn";
    private static final String HURRIED = "this process was told to end at once";
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Destination destination;
    private final Function<Destination, Notifier> opening;
    private final Ledger ledger;
    private final Clock clock;
    private final Delays delays;
    private final Outbox outbox = new Outbox();
    private boolean scheduled;

    /** Who holds it sends; it guards what follows. */
    private final ReentrantLock turn = new ReentrantLock();

    private Optional<Notifier> notifier = Optional.empty();
    private Optional<Attempt> underWay = Optional.empty();
    private Instant nextQuestion = Instant.MIN;

    Delivery(
            Destination destination,
            Function<Destination, Notifier> opening,
            Ledger ledger,
            Clock clock,
            Delays delays) {
        this.destination = destination;
        this.opening = opening;
        this.ledger = ledger;
        this.clock = clock;
        this.delays = delays;
    }

    /** A message that is being sent, how often it failed, and when it is tried next. */
    private record Attempt(Message message, int failures, Instant notBefore, String problem) {
        Attempt failed(Instant next, String why) {
            return new Attempt(message, failures + 1, next, why);
        }
    }

    /** Takes a notice in, and has it sent. */
    void tell(Notice notice) {
        outbox.add(notice, clock.instant());
        schedule(Duration.ZERO);
    }

    /** Gathers notices for long, from now on. */
    void catchUp() {
        outbox.follow(StormRule.CATCHING_UP);
    }

    private synchronized void schedule(Duration delay) {
        if (!scheduled) {
            scheduled = true;
            delays.later(delay, this::work);
        }
    }

    private void work() {
        synchronized (this) {
            // What is told from here on may come too late for this work, and needs another.
            scheduled = false;
        }
        workAgain().ifPresent(this::schedule);
    }

    /** Sends what is due, and returns when there is more to do. */
    private Optional<Duration> workAgain() {
        if (!turn.tryLock()) {
            return Optional.of(ANOTHER_TURN);
        }
        try {
            sendDue();
            return underWay.map(Attempt::notBefore).or(outbox::nextDue).map(this::untilThen);
        } finally {
            turn.unlock();
        }
    }

    private void sendDue() {
        while (true) {
            Instant now = clock.instant();
            underWay = underWay.or(() -> outbox.takeDue(now).map(Delivery::first));
            if (underWay.isEmpty() || now.isBefore(underWay.get().notBefore())) {
                return;
            }
            attempt(underWay.get());
        }
    }

    private static Attempt first(Message message) {
        return new Attempt(message, 0, Instant.MIN, "");
    }

    private Duration untilThen(Instant then) {
        Instant now = clock.instant();
        return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    }

    /**
     * Sends all there is, due or not, on the thread of the caller. What cannot be sent until then is given up.
     *
     * @param until by the clock; a message that is under way then is waited for
     */
    void flush(Instant until) {
        try {
            if (!turn.tryLock(untilThen(until).toNanos(), TimeUnit.NANOSECONDS)) {
                giveUpAll("another message was still being sent when this process had to end. The destination is slow");
                return;
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            giveUpAll(HURRIED);
            return;
        }
        try {
            for (Optional<Attempt> next = next(); next.isPresent(); next = next()) {
                sendBy(until, next.get());
            }
        } finally {
            turn.unlock();
        }
    }

    private Optional<Attempt> next() {
        underWay = underWay.or(() -> outbox.takeAny().map(Delivery::first));
        return underWay;
    }

    private void sendBy(Instant until, Attempt attempt) {
        if (!clock.instant().isBefore(until) || attempt.notBefore().isAfter(until)) {
            outbox.refused();
            giveUp(attempt, attempt.problem().isEmpty() ? NO_TIME : attempt.problem());
            return;
        }
        try {
            Duration pause = untilThen(attempt.notBefore());
            if (pause.isPositive()) {
                delays.pause(pause);
            }
            attempt(attempt);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            giveUp(attempt, HURRIED);
            giveUpAll(HURRIED);
        }
    }

    private void attempt(Attempt attempt) {
        try {
            open().send(attempt.message());
            underWay = Optional.empty();
            taken();
        } catch (UndeliveredException failed) {
            outbox.refused();
            refused(attempt, failed);
        } catch (RuntimeException | LinkageError bug) {
            outbox.refused();
            giveUp(attempt, "%s. This is a fault of Overseer or of its packaging: report it".formatted(bug));
        }
    }

    private void refused(Attempt attempt, UndeliveredException failed) {
        String problem = String.valueOf(failed.getMessage());
        if (failed.passing() && attempt.failures() < PAUSES.size()) {
            Instant next = clock.instant().plus(PAUSES.get(attempt.failures()));
            underWay = Optional.of(attempt.failed(next, problem));
        } else {
            giveUp(attempt, problem);
        }
    }

    private Notifier open() {
        Notifier open = notifier.orElseGet(() -> opening.apply(destination));
        notifier = Optional.of(open);
        return open;
    }

    private void giveUpAll(String problem) {
        outbox.refused();
        Optional<Message> left = outbox.takeAny();
        while (left.isPresent()) {
            keep(left.get(), problem);
            left = outbox.takeAny();
        }
    }

    private void giveUp(Attempt attempt, String problem) {
        underWay = Optional.empty();
        nextQuestion = Instant.MIN;
        keep(attempt.message(), problem);
    }

    private void keep(Message message, String problem) {
        String line = Printable.line(problem, LONGEST_PROBLEM);
        int count = size(message);
        LOG.warn(
                "{} did not reach {}: {}",
                count == 1 ? "1 notice" : count + " notices",
                Printable.line(destination.text()),
                line);
        try {
            ledger.undelivered(Undelivered.of(destination.text(), count, clock.instant(), line));
        } catch (LedgerException unreachable) {
            LOG.warn("That notices did not reach their destination cannot be kept", unreachable);
        }
    }

    private static int size(Message message) {
        return switch (message) {
            case Message.Single single -> 1;
            case Message.Digest digest -> digest.size();
        };
    }

    private void taken() {
        outbox.taken();
        Instant now = clock.instant();
        if (now.isBefore(nextQuestion)) {
            return;
        }
        nextQuestion = now.plus(BETWEEN_QUESTIONS);
        try {
            ledger.delivered(destination.text(), now);
        } catch (LedgerException unreachable) {
            LOG.warn("Whether notices failed to reach their destination before cannot be told", unreachable);
        }
    }

    /** Lets go of the destination, unless a message is under way. What is told later opens it anew. */
    void close() {
        if (!turn.tryLock()) {
            return;
        }
        try {
            notifier.ifPresent(Notifier::close);
            notifier = Optional.empty();
        } finally {
            turn.unlock();
        }
    }
}
