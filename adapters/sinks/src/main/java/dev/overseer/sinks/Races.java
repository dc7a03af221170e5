package dev.overseer.sinks;

import dev.overseer.runtime.ledger.LedgerException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Repeats what others may get in the way of: reads anew, and tries to write what follows from it. */
final class Races {
    /** How often something is tried. Hosts that write at once win one after the other. */
    static final int MOST = 12;

    private static final long FIRST_PAUSE = Duration.ofMillis(20).toMillis();
    private static final long LONGEST_PAUSE = Duration.ofMillis(500).toMillis();

    private final String where;
    private final RandomGenerator random;
    private final Pause pause;

    /**
     * Takes how to wait.
     *
     * @param where the table, for messages
     * @param random spreads those who lost against each other
     */
    Races(String where, RandomGenerator random, Pause pause) {
        this.where = where;
        this.random = random;
        this.pause = pause;
    }

    /** What is tried: reads, and writes unless what it read was changed meanwhile. */
    interface Attempt<T> {
        T run() throws LostRaceException;
    }

    /** Waits. */
    interface Pause {
        void millis(long time) throws InterruptedException;
    }

    /** Returns what the first attempt returns that nobody got in the way of. */
    <T> T run(Attempt<T> attempt) {
        for (int lost = 1; ; lost++) {
            try {
                return attempt.run();
            } catch (LostRaceException race) {
                if (lost == MOST) {
                    throw new LedgerException(
                            "%s was changed by others %d times in a row while this process was about to %s. What was not written is tried again later; if this lasts, let fewer hosts write at once"
                                    .formatted(where, MOST, race.getMessage()),
                            race);
                }
                pause(lost);
            }
        }
    }

    private void pause(int lost) {
        long most = Math.min(LONGEST_PAUSE, FIRST_PAUSE << (lost - 1));
        try {
            pause.millis(random.nextLong(most + 1));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LedgerException(
                    "%s was not written, since this process was told to stop meanwhile".formatted(where), stopped);
        }
    }
}
