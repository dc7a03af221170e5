package dev.overseer.runtime.planted;

import java.time.Clock;
import java.time.Instant;

/** Takes the time from the machine, in two ways, and once as it should. */
public final class ReadsTheClock {
    Instant now() {
        return Instant.now();
    }

    long millis() {
        return System.currentTimeMillis();
    }

    Instant given(Clock clock) {
        return Instant.now(clock);
    }
}
