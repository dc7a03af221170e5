package dev.overseer.cli.history;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets through one caller after another, at most so often. Safe for several threads. */
final class Pacer {
    private final Clock clock;
    private final Duration interval;
    private final Pause pause;
    private Instant next = Instant.MIN;

    /** How to let time pass. */
    @FunctionalInterface
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    Pacer(Clock clock, Duration interval, Pause pause) {
        this.clock = clock;
        this.interval = interval;
        this.pause = pause;
    }

    /** Returns when it is the caller's turn. */
    synchronized void await() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            pause.of(Duration.between(now, next));
        }
        next = clock.instant().plus(interval);
    }
}
