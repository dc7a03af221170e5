package dev.overseer.cli;

import dev.overseer.cli.history.Progress;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.event.Printable;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells a person on stderr how far the reading of an archive has come, and how long the rest will take: on a terminal in one
 * line that is drawn every second, elsewhere in a line every ten. Safe for several threads.
 */
final class ArchiveProgress implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final String CLEAR = "\r\u001b[K";
    private static final int LONGEST_LINE = 400;
    private static final double MEGABYTE = 1e6;

    private final PrintStream err;
    private final Clock clock;
    private final int width;
    private final Consumer<Runnable> above;
    private Optional<ScheduledExecutorService> timer = Optional.empty();
    private Optional<Progress> progress = Optional.empty();
    private Instant begun = Instant.EPOCH;
    private Instant told = Instant.EPOCH;
    private boolean live;
    private boolean drawn;
    private boolean closed;

    /**
     * Makes one that tells nothing yet.
     *
     * @param above writes where another line may be in the way
     */
    ArchiveProgress(Terminal terminal, Clock clock, Consumer<Runnable> above) {
        err = terminal.err();
        width = terminal.width();
        this.clock = clock;
        this.above = above;
    }

    /**
     * Tells from now on.
     *
     * @param redrawn whether in one line that is drawn again and again
     */
    synchronized void begin(Progress of, boolean redrawn) {
        progress = Optional.of(of);
        live = redrawn;
        begun = clock.instant();
        told = begun;
        ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("progress").daemon().factory());
        timer = Optional.of(seconds);
        var _ = seconds.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Returns the name of the last file that is done with, like all before it. */
    synchronized Optional<String> lastDone() {
        return progress.flatMap(current -> current.snapshot().lastDone());
    }

    /** Writes something without mixing it up with the line. */
    synchronized void aside(Runnable writing) {
        clear();
        writing.run();
    }

    /** Tells if it is time to. */
    synchronized void tick() {
        if (closed) {
            return;
        }
        Instant now = clock.instant();
        String text = text(progress.orElseThrow().snapshot(), Duration.between(begun, now));
        if (live) {
            clear();
            err.print(Printable.line(text, width - 1));
            err.flush();
            drawn = true;
        } else if (!now.isBefore(told.plus(BETWEEN_LINES))) {
            told = now;
            above.accept(() -> err.println(Printable.line(text, LONGEST_LINE)));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.ifPresent(ScheduledExecutorService::shutdownNow);
        clear();
    }

    static String text(Progress.Snapshot now, Duration since) {
        double seconds = Math.max(1, since.toMillis()) / 1000.0;
        double rate = now.bytesRead() / seconds;
        StringBuilder text = new StringBuilder("%s of %s%s files, %s"
                .formatted(
                        number(now.piecesDone()),
                        number(now.piecesFound()),
                        now.allFound() ? "" : " or more",
                        megabytes(now.bytesRead())));
        if (now.allFound() && now.bytesFound() > 0) {
            text.append(" of ").append(megabytes(now.bytesFound()));
        }
        text.append(String.format(Locale.ROOT, ", %.1f MB/s", rate / MEGABYTE));
        if (now.allFound() && rate > 0 && now.bytesFound() > now.bytesRead()) {
            Duration left = Duration.ofSeconds(Math.round((now.bytesFound() - now.bytesRead()) / rate));
            text.append(", ").append(Durations.text(left)).append(" left");
        }
        now.lastDone().ifPresent(name -> text.append("; done up to ").append(name));
        return text.toString();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / MEGABYTE);
    }

    private void clear() {
        if (drawn) {
            err.print(CLEAR);
            err.flush();
            drawn = false;
        }
    }
}
