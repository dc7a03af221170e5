package dev.overseer.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.event.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrderedReadingTest {
    private final Progress progress = new Progress();
    private final List<String> heard = new ArrayList<>();

    @Test
    void handsOverInOrderWhoeverIsAhead() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        Piece late = new Piece("late", 1, to -> {
            second.await();
            to.accept(event("late"));
        });
        Piece early = new Piece("early", 1, to -> {
            to.accept(event("early"));
            second.countDown();
        });

        read(late, early);

        assertThat(heard).containsExactly("late", "end of late", "early", "end of early");
        assertThat(progress.snapshot().lastDone()).contains("early");
        assertThat(progress.snapshot().allFound()).isTrue();
    }

    @Test
    void readsWhatIsFoundWhileThePieceBeforeItIsRead() throws InterruptedException {
        CountDownLatch firstHasBegun = new CountDownLatch(1);
        CountDownLatch secondIsRead = new CountDownLatch(1);
        Piece first = new Piece("first", 1, to -> {
            firstHasBegun.countDown();
            secondIsRead.await();
        });
        Piece second = new Piece("second", 1, to -> secondIsRead.countDown());

        reading()
                .read(
                        to -> {
                            to.accept(first);
                            firstHasBegun.await();
                            to.accept(second);
                        },
                        sink());

        assertThat(heard).containsExactly("end of first", "end of second");
    }

    @Test
    void keepsNoMoreThanAFewThousandEventsAhead() throws InterruptedException {
        AtomicLong made = new AtomicLong();
        AtomicLong most = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        Piece huge = new Piece("huge", 1, to -> {
            for (int event = 0; event < 1_000_000; event++) {
                to.accept(event("x"));
                most.accumulateAndGet(made.incrementAndGet() - taken.get(), Math::max);
            }
        });

        new OrderedReading<>(2, Slice.ALL, reading -> reading, progress)
                .read(to -> to.accept(huge), new OrderedReading.Sink<>() {
                    @Override
                    public void accept(Reading event) {
                        taken.incrementAndGet();
                    }

                    @Override
                    public void finished(Piece piece) {}
                });

        assertThat(taken).hasValue(1_000_000);
        assertThat(most.get()).isLessThan(20_000);
    }

    @Test
    void readsAFileOfAnySizeInBoundedMemory() throws InterruptedException {
        byte[] record = "{\"eventSource\":\"sts.amazonaws.com\",\"eventName\":\"AssumeRole\",\"eventID\":\"x\"},"
                .getBytes(UTF_8);
        long records = 1_000_000;
        EventReader reader = new EventReader(new EventRouter(List.of()));
        Piece generated = new Piece(
                "generated", 0, to -> reader.readNamed(new Repeated(record, records), "x.json", "generated", to));
        AtomicLong count = new AtomicLong();

        new OrderedReading<>(2, Slice.ALL, reading -> reading, progress)
                .read(to -> to.accept(generated), new OrderedReading.Sink<>() {
                    @Override
                    public void accept(Reading event) {
                        count.incrementAndGet();
                    }

                    @Override
                    public void finished(Piece piece) {}
                });

        assertThat(count).hasValue(records);
    }

    @Test
    void deliversWhatCannotBeReadInItsPlace() throws InterruptedException {
        Piece broken = new Piece("broken", 1, to -> {
            to.accept(event("half"));
            throw new IOException("gone");
        });

        read(broken, new Piece("next", 1, to -> to.accept(event("next"))));

        assertThat(heard).containsExactly("half", "broken: gone", "end of broken", "next", "end of next");
    }

    @Test
    void throwsWhatAPieceOrTheSearchThrows() {
        Piece bug = new Piece("bug", 1, to -> {
            throw new IllegalStateException("a bug");
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> read(bug))
                .withMessage("a bug");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> reading()
                        .read(
                                to -> {
                                    throw new IllegalArgumentException("not found");
                                },
                                sink()))
                .withMessage("not found");
    }

    private void read(Piece... pieces) throws InterruptedException {
        reading()
                .read(
                        to -> {
                            for (Piece piece : pieces) {
                                to.accept(piece);
                            }
                        },
                        sink());
    }

    private OrderedReading<String> reading() {
        return new OrderedReading<>(2, Slice.ALL, OrderedReadingTest::text, progress);
    }

    private OrderedReading.Sink<String> sink() {
        return new OrderedReading.Sink<>() {
            @Override
            public void accept(String event) {
                heard.add(event);
            }

            @Override
            public void finished(Piece piece) {
                heard.add("end of " + piece.name());
            }
        };
    }

    private static Reading event(String name) {
        return new Reading.Unreadable(name, "", "");
    }

    private static String text(Reading reading) {
        return reading instanceof Reading.Unreadable(var source, var position, var problem, var newer)
                ? source + (problem.isEmpty() ? "" : ": " + problem)
                : "another";
    }

    /** A log file that is never there as a whole. */
    private static final class Repeated extends InputStream {
        private static final byte[] START = "{\"Records\":[".getBytes(UTF_8);
        private static final byte[] END = "]}".getBytes(UTF_8);

        private final byte[] record;
        private byte[] now = START;
        private int at;
        private long left;

        Repeated(byte[] record, long times) {
            this.record = record;
            this.left = times;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int from, int most) {
            if (at == now.length && !next()) {
                return -1;
            }
            // The comma after the last record is left out.
            int end = now == record && left == 0 ? now.length - 1 : now.length;
            int count = Math.min(most, end - at);
            System.arraycopy(now, at, buffer, from, count);
            at += count;
            if (at == end) {
                at = now.length;
            }
            return count;
        }

        private boolean next() {
            if (now == END) {
                return false;
            }
            now = left > 0 ? record : END;
            left = Math.max(0, left - 1);
            at = 0;
            return true;
        }
    }
}
