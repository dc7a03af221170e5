package dev.overseer.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.runtime.ledger.LedgerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RacesTest {
    private final List<Long> pauses = new ArrayList<>();
    private final Races races = new Races("the ledger table overseer in eu-west-1", new Random(7), pauses::add);

    @Test
    void readsAnewUntilNobodyGetsInTheWay() {
        int[] tries = {0};

        String won = races.run(() -> {
            if (++tries[0] < 4) {
                throw new LostRaceException("write");
            }
            return "won";
        });

        assertThat(won).isEqualTo("won");
        assertThat(pauses).hasSize(3);
    }

    @Test
    void waitsForLongerEachTimeAndNeverLong() {
        assertThatExceptionOfType(LedgerException.class).isThrownBy(() -> races.run(RacesTest::lose));

        for (int i = 0; i < pauses.size(); i++) {
            assertThat(pauses.get(i)).isBetween(0L, Math.min(500, 20L << i));
        }
        assertThat(pauses).hasSize(11).doesNotHaveDuplicates();
        assertThat(pauses.stream().mapToLong(Long::longValue).sum()).isLessThan(4000);
    }

    @Test
    void givesUpAndSaysWhatToDo() {
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> races.run(RacesTest::lose))
                .withMessage(
                        "the ledger table overseer in eu-west-1 was changed by others 12 times in a row while this process was about to write. What was not written is tried again later; if this lasts, let fewer hosts write at once");
    }

    @Test
    void stopsWhenItsThreadIsToldTo() {
        Races stopped = new Races("the ledger table overseer in eu-west-1", new Random(7), time -> {
            throw new InterruptedException();
        });

        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> stopped.run(RacesTest::lose))
                .withMessageContaining("this process was told to stop meanwhile");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static String lose() throws LostRaceException {
        throw new LostRaceException("write");
    }
}
