package dev.overseer.benchmarks;

import java.time.Duration;
import software.amazon.awssdk.core.exception.AbortedException;

/** How long a simulated AWS takes to answer. */
final class AnswerTime {
    private AnswerTime() {}

    /** Returns when the time is over; at once if there is none. */
    static void pass(Duration time) {
        if (time.isPositive()) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException stop) {
                throw AbortedException.create("Thread was interrupted", stop);
            }
        }
    }
}
