package dev.overseer.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told to move. Safe for several threads. */
public final class TestClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    /** Makes a clock in UTC. */
    public TestClock(Instant start) {
        this(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    private TestClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** Moves on, and returns what time it is then. Nobody sees time go back: {@code duration} is not negative. */
    public Instant advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Cannot advance by %s; set() turns a clock back".formatted(duration));
        }
        return now.updateAndGet(instant -> instant.plus(duration));
    }

    /** Jumps to a time, which may be earlier. */
    public void set(Instant instant) {
        now.set(instant);
    }

    @Override
    public Instant instant() {
        return Objects.requireNonNull(now.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** Returns this clock in another zone: both always show the same instant. */
    @Override
    public Clock withZone(ZoneId other) {
        return new TestClock(now, other);
    }
}
