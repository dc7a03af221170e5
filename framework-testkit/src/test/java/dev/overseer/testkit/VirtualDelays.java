package dev.overseer.testkit;

import dev.overseer.runtime.notice.Delays;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Delays on a clock that jumps from one piece of work to the next. For one thread. */
final class VirtualDelays implements Delays {
    private final TestClock clock;
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
    private int number;

    VirtualDelays(TestClock clock) {
        this.clock = clock;
    }

    private record Due(Instant at, int number, Runnable work) {}

    @Override
    public void later(Duration delay, Runnable work) {
        due.add(new Due(clock.instant().plus(delay), number++, work));
    }

    @Override
    public void pause(Duration time) {
        clock.advance(time);
    }

    /** Lets time pass, and does what is due meanwhile. */
    void advance(Duration time) {
        Instant end = clock.instant().plus(time);
        while (!due.isEmpty() && !due.peek().at().isAfter(end)) {
            Due next = due.remove();
            if (next.at().isAfter(clock.instant())) {
                clock.set(next.at());
            }
            next.work().run();
        }
        clock.set(end);
    }
}
