package dev.overseer.sinks;

import java.time.Instant;

/** Times as the ledger's columns have them: nanoseconds since 1970, which last from the year 1677 to 2262. */
final class Nanos {
    private static final long SECOND = 1_000_000_000;
    private static final Instant FIRST = at(Long.MIN_VALUE);
    private static final Instant LAST = at(Long.MAX_VALUE);

    private Nanos() {}

    /** Returns a time as a column has it; the first or the last there is for one that does not fit. */
    static long of(Instant time) {
        if (time.isBefore(FIRST)) {
            return Long.MIN_VALUE;
        }
        return time.isAfter(LAST) ? Long.MAX_VALUE : exact(time);
    }

    /** Returns the time that a column has. */
    static Instant at(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    private static long exact(Instant time) {
        // The second in which the range begins does not itself fit: counted from the next one it does.
        return time.getEpochSecond() < 0
                ? (time.getEpochSecond() + 1) * SECOND + (time.getNano() - SECOND)
                : time.getEpochSecond() * SECOND + time.getNano();
    }
}
