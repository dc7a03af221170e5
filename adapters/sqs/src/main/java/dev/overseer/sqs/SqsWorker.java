package dev.overseer.sqs;

import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.event.Printable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Works on the messages of a queue until it is stopped. Any number of workers may share a queue.
 *
 * <p>Asks for no more messages than it begins to work on at once, so that a message is invisible to others only for the
 * length of its looks. There is no heartbeat: what a worker leaves undone comes back when the visibility timeout has passed.
 *
 * <p>One virtual thread receives, and one each works on a message. {@link #run} is called once; all methods are safe for
 * several threads.
 */
public final class SqsWorker {
    /** How many messages are worked on at once unless said otherwise. */
    public static final int IN_FLIGHT = 16;

    /**
     * How long a message stays invisible to others unless said otherwise. A look makes a handful of calls, each of which ends
     * within 25 s (5 s to connect, 20 s to answer) and is not retried; incidents that a message has left after half of the
     * time are sent on without a look.
     */
    public static final Duration VISIBILITY = Duration.ofMinutes(5);

    /** What SQS hands out at most. */
    private static final int BATCH = 10;

    /** What SQS waits at most for a message. */
    private static final Duration LONG_POLL = Duration.ofSeconds(20);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(SqsWorker.class);

    private final SqsClient sqs;
    private final QueueUrl url;
    private final MessageHandler handler;
    private final int inFlight;
    private final Duration visibility;
    private final Clock clock;
    private final Backoff backoff;
    private final QueueTrouble trouble;
    private final Semaphore slots;
    private final AtomicInteger working = new AtomicInteger();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private volatile int failures;
    private volatile boolean ready = true;
    private volatile Optional<Instant> lastReceive = Optional.empty();
    private volatile Instant lastTurn;

    /**
     * Makes a worker with the usual visibility timeout.
     *
     * @param sqs waits at least 25 s for an answer, since a receive waits 20 s for messages; see {@link QueueUrl#client}
     * @param inFlight how many messages to work on at once, at least 1
     * @param random spreads retries
     */
    public SqsWorker(
            SqsClient sqs, QueueUrl url, MessageHandler handler, int inFlight, Clock clock, RandomGenerator random) {
        this(sqs, url, handler, inFlight, VISIBILITY, clock, new Backoff(FIRST_RETRY, LAST_RETRY, random));
    }

    SqsWorker(
            SqsClient sqs,
            QueueUrl url,
            MessageHandler handler,
            int inFlight,
            Duration visibility,
            Clock clock,
            Backoff backoff) {
        if (inFlight < 1) {
            throw new IllegalArgumentException("%d messages in flight: at least 1 is needed".formatted(inFlight));
        }
        this.sqs = sqs;
        this.url = url;
        this.handler = handler;
        this.inFlight = inFlight;
        this.visibility = visibility;
        this.clock = clock;
        this.backoff = backoff;
        this.trouble = new QueueTrouble(url);
        this.slots = new Semaphore(inFlight, true);
        this.lastTurn = clock.instant();
    }

    /**
     * Works until {@link #stop} is called from another thread.
     *
     * @throws QueueUnusableException if the queue cannot be used as it is; nothing has been received then
     * @throws InterruptedException if the caller is interrupted; the worker then receives nothing more
     */
    public void run() throws InterruptedException {
        requireQueue();
        Thread receiver = Thread.ofVirtual().name("receiver").start(this::receive);
        try {
            stopping.await();
            rethrow(broken.get());
            stopped.await();
        } finally {
            stopping.countDown();
            receiver.interrupt();
        }
    }

    /**
     * Stops: asks for no more messages, and gives the looks under way some time to end. What they leave undone is not deleted
     * from the queue and comes back to another worker. {@link #run} returns at the same time. Harmless when repeated.
     *
     * <p>The last request for messages is under way too, and is given up only when time is up: what SQS hands to somebody who
     * has hung up stays invisible until the visibility timeout has passed. It lasts 20 s at most.
     *
     * @return whether all looks have ended
     */
    public boolean stop(Duration grace) throws InterruptedException {
        stopping.countDown();
        try {
            if (slots.tryAcquire(inFlight, grace.toMillis(), TimeUnit.MILLISECONDS)) {
                slots.release(inFlight);
            }
            int left = working.get();
            if (left > 0) {
                LOG.warn(
                        "{} messages were still being worked on after {}; they come back within {}",
                        left,
                        Durations.text(grace),
                        Durations.text(visibility));
            }
            return left == 0;
        } finally {
            stopped.countDown();
        }
    }

    /** Returns how the worker is. */
    public WorkerHealth health() {
        Instant latest = lastTurn.plus(LONG_POLL).plus(visibility);
        return new WorkerHealth(
                broken.get() == null && clock.instant().isBefore(latest),
                lastReceive.isPresent() && failures == 0 && ready && !isStopping(),
                working.get(),
                lastReceive);
    }

    private void requireQueue() throws InterruptedException {
        while (!isStopping()) {
            try {
                inspectQueue();
                return;
            } catch (SdkException failure) {
                Optional<String> problem = trouble.toChange(failure);
                if (problem.isPresent()) {
                    throw new QueueUnusableException(problem.get(), failure);
                }
                awaitRecovery(failure);
            }
        }
    }

    private void inspectQueue() {
        boolean redrives = sqs.getQueueAttributes(
                        request -> request.queueUrl(url.toString()).attributeNames(QueueAttributeName.REDRIVE_POLICY))
                .attributes()
                .containsKey(QueueAttributeName.REDRIVE_POLICY);
        failures = 0;
        if (!redrives) {
            LOG.warn(
                    "The queue {} has no redrive policy: messages that cannot be read come back until they expire",
                    url);
        }
    }

    private void receive() {
        try {
            while (!isStopping()) {
                takeTurn();
            }
        } catch (InterruptedException stop) {
            // Only run() interrupts, when it is over.
        } catch (RuntimeException | Error bug) {
            broken.set(bug);
            stopping.countDown();
        }
    }

    private void takeTurn() throws InterruptedException {
        lastTurn = clock.instant();
        ready = handler.ready();
        if (!ready) {
            stopping.await(backoff.after(1).toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        int free = takeSlots();
        int used = 0;
        try {
            for (Message message : isStopping() ? List.<Message>of() : poll(free)) {
                used++;
                working.incrementAndGet();
                Thread.ofVirtual().name("look").start(() -> work(message));
            }
        } finally {
            slots.release(free - used);
        }
    }

    /** Waits for one slot, and takes as many more as are free. */
    private int takeSlots() throws InterruptedException {
        slots.acquire();
        int taken = 1;
        while (taken < BATCH && slots.tryAcquire()) {
            taken++;
        }
        return taken;
    }

    private List<Message> poll(int most) throws InterruptedException {
        try {
            List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(url.toString())
                            .maxNumberOfMessages(most)
                            .waitTimeSeconds(Math.toIntExact(LONG_POLL.toSeconds()))
                            .visibilityTimeout(Math.toIntExact(visibility.toSeconds())))
                    .messages();
            answered();
            return messages;
        } catch (SdkException failure) {
            if (!isStopping()) {
                awaitRecovery(failure);
            }
            return List.of();
        }
    }

    private void answered() {
        if (failures > 0) {
            LOG.info("SQS answers again, after {} failures", failures);
        }
        failures = 0;
        lastReceive = Optional.of(clock.instant());
    }

    private void awaitRecovery(SdkException failure) throws InterruptedException {
        int inARow = failures + 1;
        failures = inARow;
        Duration wait = backoff.after(inARow);
        String reason = trouble.toChange(failure).orElseGet(() -> String.valueOf(failure.getMessage()));
        LOG.warn("SQS does not hand out messages, for the {}. time; asking again: {}", inARow, Printable.line(reason));
        stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void work(Message message) {
        MDC.put("messageId", message.messageId());
        try {
            Instant until = clock.instant().plus(visibility.dividedBy(2));
            switch (handler.take(message.messageId(), message.body(), until)) {
                case DONE -> delete(message);
                case KEPT -> LOG.debug("Message {} is left to the redrive policy", message.messageId());
            }
        } finally {
            working.decrementAndGet();
            slots.release();
        }
    }

    private void delete(Message message) {
        try {
            sqs.deleteMessage(request -> request.queueUrl(url.toString()).receiptHandle(message.receiptHandle()));
        } catch (SdkException failure) {
            LOG.warn(
                    "Message {} is done but could not be deleted; it comes back, which does no harm: {}",
                    message.messageId(),
                    Printable.line(String.valueOf(failure.getMessage())));
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private static void rethrow(@Nullable Throwable broken) {
        switch (broken) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException bug -> throw bug;
            default -> throw new IllegalStateException(broken);
        }
    }
}
