package dev.overseer.lambda;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How much of an invocation's time is left. */
record Countdown(LongSupplier remainingMillis) {
    /**
     * The longest that one look should take: a role assumed, a read, a write, a read again, and the incident sent on, each
     * at the HTTP client's timeouts.
     */
    static final Duration LONGEST_LOOK =
            AwsAccess.CONNECTING.plus(AwsAccess.READING).multipliedBy(5);

    /** More than that is not worth its price: who could not be told is kept in the ledger. */
    private static final Duration LONGEST_TELLING = Duration.ofSeconds(10);

    /** A message that is under way when time is up may take as long as this. */
    private static final Duration LAST_MESSAGE = AwsAccess.CONNECTING.plus(AwsAccess.READING);

    boolean isTooShort() {
        return remainingMillis.getAsLong() < LONGEST_LOOK.toMillis();
    }

    /** Returns how long there is still time for a look. */
    Duration untilTooShort() {
        Duration left = Duration.ofMillis(remainingMillis.getAsLong()).minus(LONGEST_LOOK);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns how long there is time to tell people. */
    Duration untilTooLateToTell() {
        Duration left = Duration.ofMillis(remainingMillis.getAsLong()).minus(LAST_MESSAGE);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST_TELLING) < 0 ? left : LONGEST_TELLING;
    }

    String tooShort() {
        return "%d ms of the invocation are left, less than the %d s that a look may take. Where this goes on, give the function a timeout of %d s or more"
                .formatted(remainingMillis.getAsLong(), LONGEST_LOOK.toSeconds(), 2 * LONGEST_LOOK.toSeconds());
    }
}
