package dev.overseer.sqs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before SQS is asked again.
 *
 * @param first after the first failure; doubles with every further one
 * @param longest what it grows to
 * @param random takes up to half off, so that workers which failed together do not come back together
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {
    private static final int MOST_DOUBLINGS = 20;

    /** Returns the wait after so many failures in a row, at least one. */
    Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        long most = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }
}
