package dev.overseer.cli;

import dev.overseer.cli.history.Progress;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.event.Reading;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Feeds a run with an archive: the events of each file in the order in which they happened, which is not that in which
 * CloudTrail wrote them.
 */
final class CatchUp implements AutoCloseable {
    /** As many events of a file are put in order; of more, as many at a time. */
    private static final int MOST_ORDERED = 2_000;

    private final Terminal terminal;
    private final Report report;
    private final ArchiveProgress progress;
    private final Runnable beginning;
    private volatile boolean reading;

    /**
     * @param beginning is run when it turns out that the input is an archive
     */
    CatchUp(Terminal terminal, Clock clock, LiveLine live, Report report, Runnable beginning) {
        this.terminal = terminal;
        this.report = report;
        this.beginning = beginning;
        this.progress = new ArchiveProgress(terminal, clock, live::above);
    }

    /** Returns what hands events on, in order. */
    HistoryInput.Handling<Reading> handling(Consumer<Reading> to) {
        return new InOrder(to);
    }

    /** Ends the run, says where to go on if input is left, and returns the exit status. */
    int interrupt(IntSupplier run) {
        boolean left = reading;
        int status = run.getAsInt();
        if (left) {
            reading = false;
            progress.lastDone()
                    .ifPresent(name -> terminal.err()
                            .println(Printable.line(
                                    "Input is left. To go on with it: --after %s. What was read before and is open goes on as said above"
                                            .formatted(name))));
        }
        return status;
    }

    /** All input is read; what is open may still take long. */
    @Override
    public void close() {
        reading = false;
        progress.close();
    }

    private final class InOrder implements HistoryInput.Handling<Reading> {
        private final Consumer<Reading> to;
        private final List<Reading> held = new ArrayList<>();

        InOrder(Consumer<Reading> to) {
            this.to = to;
        }

        @Override
        public void begins(Progress of, Runnable stop) {
            reading = true;
            beginning.run();
            progress.begin(of, false);
        }

        @Override
        public Reading make(Reading read) {
            return read;
        }

        @Override
        public void take(Reading read) {
            report.count(read);
            if (!(read instanceof Reading.Routed || read instanceof Reading.Resumed)) {
                to.accept(read);
                return;
            }
            held.add(read);
            if (held.size() == MOST_ORDERED) {
                finished();
            }
        }

        @Override
        public void finished() {
            held.sort(Comparator.comparing(InOrder::time));
            held.forEach(to);
            held.clear();
        }

        private static Instant time(Reading read) {
            return switch (read) {
                case Reading.Routed routed -> routed.event().time();
                case Reading.Resumed resumed ->
                    resumed.event().map(event -> event.time()).orElse(Instant.EPOCH);
                case Reading.Ignored ignored -> Instant.EPOCH;
                case Reading.Sweep sweep -> Instant.EPOCH;
                case Reading.Unreadable unreadable -> Instant.EPOCH;
            };
        }
    }
}
