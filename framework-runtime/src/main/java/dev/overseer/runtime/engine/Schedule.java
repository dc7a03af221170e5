package dev.overseer.runtime.engine;

import dev.overseer.api.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to look again. Safe for several threads.
 *
 * @param lookEvery replaces both the control's pace and the delay that it asks for, until looks run short
 * @param random spreads retries
 */
public record Schedule(Optional<Duration> lookEvery, RandomGenerator random) {
    /** A host chain of Lambda and SQS is cut after about 16 invocations, so an incident takes at most 14 looks. */
    static final int LOOKS_WITHIN_DEADLINE = 14;

    /** Looks that are kept for a write and its verification, when looks are at a fixed interval. */
    private static final int LOOKS_FOR_THE_REST = 20;

    /** How much longer each of the last intervals is than the one before. */
    private static final double GROWTH = 1.5;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(15);
    private static final Duration FIRST_VERIFICATION = Duration.ofSeconds(5);
    private static final Duration LAST_VERIFICATION = Duration.ofMinutes(1);

    /**
     * Returns how long to wait for a resource that cannot be touched yet: as long as the control asks, at its pace, but
     * not past the deadline, and so that {@value #LOOKS_WITHIN_DEADLINE} looks last until then.
     *
     * @param looks how many looks have ended, at least one
     */
    Duration untilReady(Pace pace, Duration asked, int looks, Instant now, Instant deadline) {
        Duration left = Duration.between(now, deadline);
        Duration own = lookEvery
                .map(every -> longest(every, stretched(Engine.MOST_LOOKS - LOOKS_FOR_THE_REST - looks, left)))
                .orElseGet(() -> longest(
                        asked,
                        looks == 1 ? pace.first() : pace.then(),
                        stretched(LOOKS_WITHIN_DEADLINE - looks, left)));
        return shortest(own, left);
    }

    /** Returns how long to wait before the effect of a write is looked for, not past the end of the verification. */
    Duration untilVerified(Pace pace, Duration asked, Instant now, Instant end) {
        Duration own = lookEvery.orElseGet(() -> longest(asked, pace.then()));
        return shortest(own, Duration.between(now, end));
    }

    /** Returns the same where nothing is left to do: 5 seconds after the write, doubling to one minute. */
    Duration untilVerified(Instant written, Instant now, Instant end) {
        Duration own = shortest(Duration.between(written, now).plus(FIRST_VERIFICATION), LAST_VERIFICATION);
        return shortest(own, Duration.between(now, end));
    }

    /**
     * Returns how long to wait before AWS is asked again: 5 seconds, doubling to 15 minutes, of which up to half is taken
     * off at random. So an incident outlives a day in which AWS does not answer with less than 200 looks.
     *
     * @param retries how many looks in a row AWS has not answered, at least one
     */
    Duration untilAnswered(int retries) {
        long doubled = FIRST_RETRY.toMillis() << Math.min(retries - 1, 10);
        long most = Math.min(doubled, LAST_RETRY.toMillis());
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }

    /** Returns the first of as many growing intervals as looks are left, which together last until the deadline. */
    private static Duration stretched(int remaining, Duration left) {
        if (remaining <= 1) {
            return left;
        }
        double share = (GROWTH - 1) / (Math.pow(GROWTH, remaining) - 1);
        return Duration.ofMillis(Math.round(left.toMillis() * share));
    }

    private static Duration longest(Duration first, Duration... others) {
        Duration longest = first;
        for (Duration other : others) {
            longest = longest.compareTo(other) >= 0 ? longest : other;
        }
        return longest;
    }

    private static Duration shortest(Duration one, Duration other) {
        Duration shortest = one.compareTo(other) <= 0 ? one : other;
        return shortest.isNegative() ? Duration.ZERO : shortest;
    }
}
