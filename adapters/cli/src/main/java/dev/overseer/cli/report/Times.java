package dev.overseer.cli.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long things took, to the millisecond. For one thread. */
final class Times {
    private static final int FIRST_ROOM = 1024;

    private long[] millis = new long[FIRST_ROOM];
    private int size;
    private boolean sorted;

    void add(Duration time) {
        if (size == millis.length) {
            millis = Arrays.copyOf(millis, 2 * size);
        }
        millis[size++] = time.toMillis();
        sorted = false;
    }

    /** Returns the shortest time within which a share of all were done, such as 0.5 for the median. */
    Optional<Duration> quantile(double share) {
        if (size == 0) {
            return Optional.empty();
        }
        sort();
        return Optional.of(Duration.ofMillis(millis[Math.max(0, (int) Math.ceil(share * size) - 1)]));
    }

    /** Returns how many took less than a time. */
    long below(Duration time) {
        sort();
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (millis[middle] < time.toMillis()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int size() {
        return size;
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(millis, 0, size);
            sorted = true;
        }
    }
}
