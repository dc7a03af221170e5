package dev.overseer.api;

import java.time.Duration;
import java.util.Optional;

/** What is left to do after one step of a remediation. */
public sealed interface Progress {

    /**
     * Nothing is left to do. The framework reads the resource again in the same look; if it still fails its checks, again
     * after 5 seconds, doubling to one minute.
     *
     * @param summary what was done, as it should read in the ledger
     */
    record Done(String summary) implements Progress {}

    /**
     * The framework reads, checks and remediates again, after the longer of {@code delay} and the control's {@link Pace}.
     *
     * @param delay positive
     * @param reason what is being waited for, completing "waiting for …"
     * @param checkpoint what the next step needs to know and cannot read from AWS; at most 4,096 characters
     */
    record Waiting(Duration delay, String reason, Optional<String> checkpoint) implements Progress {
        /** Refuses what is not positive. */
        public Waiting {
            if (delay.isNegative() || delay.isZero()) {
                throw new IllegalArgumentException("delay must be positive, but is " + delay);
            }
        }

        /** Returns a copy whose checkpoint the next step finds in {@link ControlContext#checkpoint()}. */
        public Waiting withCheckpoint(String value) {
            return new Waiting(delay, reason, Optional.of(value));
        }
    }

    /**
     * The resource cannot be put right, and trying again would not change that.
     *
     * @param reason why, and what a person can do about it
     */
    record Failed(String reason) implements Progress {}

    /** Returns that nothing is left to do. */
    static Done done(String summary) {
        return new Done(summary);
    }

    /** Returns that the resource needs time. */
    static Waiting waitFor(Duration delay, String reason) {
        return new Waiting(delay, reason, Optional.empty());
    }

    /** Returns that the resource cannot be put right. */
    static Failed failed(String reason) {
        return new Failed(reason);
    }
}
