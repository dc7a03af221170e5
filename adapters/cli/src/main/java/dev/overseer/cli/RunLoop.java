package dev.overseer.cli;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes incidents from look to look until all are closed.
 *
 * <p>One timer holds every wait; looks run on virtual threads, a few at a time. One thread feeds it with {@link #open},
 * then says so with {@link #await}; any thread may {@link #stop} it.
 */
final class RunLoop {
    private static final int LOOKS_AT_ONCE = 16;

    private final Function<Incident, Step> look;
    private final Clock clock;
    private final boolean waits;
    private final Consumer<Result> results;
    private final Consumer<Step.Suspended> progress;
    private final Map<String, Wait> open = new ConcurrentHashMap<>();

    /** Those under way, of which one target's come one after the other. */
    private final Map<ResourceRef, CompletableFuture<Void>> firstLooks = new ConcurrentHashMap<>();

    private final Semaphore permits = new Semaphore(LOOKS_AT_ONCE, true);
    private final ScheduledThreadPoolExecutor timer;

    /** Incidents that will be looked at again, and one for the feeding thread. */
    private final AtomicInteger pending = new AtomicInteger(1);

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean stopped;

    /**
     * Makes a loop.
     *
     * @param look takes an incident one look forward, on several threads
     * @param waits whether to wait for a suspended incident, or to leave it open
     * @param results hears how incidents end, in that order, on several threads
     * @param progress hears of looks that do not end an incident, on several threads
     */
    RunLoop(
            Function<Incident, Step> look,
            Clock clock,
            boolean waits,
            Consumer<Result> results,
            Consumer<Step.Suspended> progress) {
        this.look = look;
        this.clock = clock;
        this.waits = waits;
        this.results = results;
        this.progress = progress;
        timer = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().name("timer").daemon().factory(),
                // What is due after the end stays open.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** An incident that is open, and when it is looked at next. */
    record Wait(Step.Suspended step, Instant due) {}

    /** Runs something every second from now on, between the looks. */
    void everySecond(Runnable work) {
        var _ = timer.scheduleAtFixedRate(work, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Takes in an incident, unless it is open already. Blocks while many others are being looked at, so that input is not
     * read faster than it is worked on. Of one target, the incidents are looked at first in the order in which they are opened.
     */
    void open(Incident incident) {
        if (stopped) {
            return;
        }
        String id = incident.id();
        Wait first = new Wait(new Step.Suspended(incident, Duration.ZERO, "its first look"), clock.instant());
        if (open.putIfAbsent(id, first) != null) {
            results.accept(new Result.SeenAgain());
            return;
        }
        pending.incrementAndGet();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Optional<CompletableFuture<Void>> before = Optional.ofNullable(firstLooks.put(incident.target(), ended));
        permits.acquireUninterruptibly();
        Thread.ofVirtual().start(() -> {
            // It has its permit already, so it ends.
            before.ifPresent(CompletableFuture::join);
            look(id, incident);
            firstLooks.remove(incident.target(), ended);
            ended.complete(null);
        });
    }

    /**
     * Waits until all incidents are closed, or left open.
     *
     * @throws java.util.concurrent.CompletionException if a look has thrown something; it is the cause
     */
    void await() {
        done();
        end.join();
        timer.shutdownNow();
    }

    /** Ends all waits, and gives looks that are under way some time to end. */
    void stop(Duration patience) throws InterruptedException {
        stopped = true;
        timer.shutdownNow();
        if (permits.tryAcquire(LOOKS_AT_ONCE, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            permits.release(LOOKS_AT_ONCE);
        }
        end.complete(null);
    }

    /** Returns the incidents that are open, the next one due first. */
    List<Wait> open() {
        return open.values().stream().sorted(Comparator.comparing(Wait::due)).toList();
    }

    private void look(String id, Incident incident) {
        try {
            if (!stopped) {
                next(id, look.apply(incident));
            }
        } catch (Throwable failure) {
            // A look answers with an outcome whatever AWS or a plugin does: this is a fault of the program, or its end.
            fail(failure);
        } finally {
            permits.release();
        }
    }

    private void next(String id, Step step) {
        switch (step) {
            case Step.Closed closed -> {
                open.remove(id);
                results.accept(Result.of(closed));
                done();
            }
            case Step.Suspended suspended -> {
                open.put(id, new Wait(suspended, clock.instant().plus(suspended.delay())));
                if (waits) {
                    progress.accept(suspended);
                    var _ = timer.schedule(
                            () -> due(id, suspended.incident()),
                            suspended.delay().toMillis(),
                            TimeUnit.MILLISECONDS);
                } else {
                    done();
                }
            }
        }
    }

    private void due(String id, Incident incident) {
        Thread.ofVirtual().start(() -> {
            permits.acquireUninterruptibly();
            look(id, incident);
        });
    }

    private void done() {
        if (pending.decrementAndGet() == 0) {
            end.complete(null);
        }
    }

    private void fail(Throwable failure) {
        stopped = true;
        timer.shutdownNow();
        end.completeExceptionally(failure);
    }
}
