package dev.overseer.cli;

import dev.overseer.cli.history.Progress;
import dev.overseer.runtime.event.Printable;
import java.time.Clock;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Tells how far the reading of an archive has come, and ends it early where somebody interrupts it. */
final class ArchiveWatch implements AutoCloseable {
    private final Terminal terminal;
    private final Interrupts interrupts;
    private final ArchiveProgress progress;
    private final IntSupplier finish;
    private volatile boolean ended;

    /**
     * Makes one that watches nothing yet.
     *
     * @param finish tells the results, once, and returns the exit status. For several threads
     */
    ArchiveWatch(Terminal terminal, Interrupts interrupts, Clock clock, IntSupplier finish) {
        this.terminal = terminal;
        this.interrupts = interrupts;
        this.progress = new ArchiveProgress(terminal, clock, Runnable::run);
        this.finish = finish;
    }

    /** The reading begins. */
    void begins(Progress read, Runnable stop) {
        progress.begin(read, terminal.isInteractive());
        interrupts.onInterrupt(() -> {
            if (!ended) {
                stop.run();
                tellWhereItStopped();
            }
            return finish.getAsInt();
        });
    }

    /** Writes something without mixing it up with the progress. */
    void aside(Runnable writing) {
        progress.aside(writing);
    }

    /** The reading has ended: tells the results, and returns the exit status. */
    int end() {
        ended = true;
        progress.close();
        return finish.getAsInt();
    }

    @Override
    public void close() {
        ended = true;
        progress.close();
    }

    /** What was told by then has all that comes up to that name. */
    private void tellWhereItStopped() {
        Optional<String> done = progress.lastDone();
        progress.close();
        var _ = finish.getAsInt();
        terminal.err()
                .println(Printable.line(done.map(name -> "Stopped. To go on: --after " + name)
                        .orElse("Stopped before the first file was read")));
    }
}
