package dev.overseer.cli;

import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Step;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Tells a person on stderr what is being waited for: on a terminal in one line that is drawn again and again, elsewhere in
 * a line for each look. Safe for several threads.
 */
final class LiveLine {
    private static final String CLEAR = "\r\u001b[K";
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_LINE = 200;

    private final PrintStream err;
    private final boolean live;
    private final int width;
    private final Clock clock;
    private boolean drawn;

    LiveLine(Terminal terminal, Clock clock) {
        err = terminal.err();
        live = terminal.isInteractive();
        width = terminal.width();
        this.clock = clock;
    }

    /** Returns whether somebody watches. */
    boolean isLive() {
        return live;
    }

    /** Draws the line; nothing if nobody watches, or nothing is open. */
    synchronized void draw(List<RunLoop.Wait> open) {
        if (!live) {
            return;
        }
        draw(open.isEmpty() ? "" : text(open));
    }

    /** Draws the line with a text; nothing if nobody watches, or the text is empty. */
    synchronized void draw(String text) {
        clear();
        if (live && !text.isEmpty()) {
            err.print(Printable.line(text, width - 1));
            err.flush();
            drawn = true;
        }
    }

    /** Writes a line above that one. */
    void say(String text) {
        above(() -> err.println(Printable.line(text)));
    }

    /** Writes something without mixing it up with the line, which comes back with the next {@link #draw}. */
    synchronized void above(Runnable writing) {
        clear();
        writing.run();
    }

    /** Tells of a look that did not end its incident, where nobody watches. */
    synchronized void progress(Step.Suspended step) {
        if (!live) {
            err.println(Printable.line(
                    "%s %s: again in %s, waiting for %s"
                            .formatted(
                                    step.incident().control(), name(step), Durations.text(step.delay()), step.reason()),
                    LONGEST_LINE));
        }
    }

    private String text(List<RunLoop.Wait> open) {
        RunLoop.Wait next = open.getFirst();
        Duration left = Duration.between(clock.instant().minusMillis(1), next.due());
        return "waiting: %d %s, next look in %s (%s: %s)"
                .formatted(
                        open.size(),
                        open.size() == 1 ? "incident" : "incidents",
                        Durations.text(left.isNegative() ? Duration.ZERO : left),
                        name(next.step()),
                        next.step().reason());
    }

    private static String name(Step.Suspended step) {
        return Printable.line(step.incident().target().id(), LONGEST_NAME);
    }

    private void clear() {
        if (drawn) {
            err.print(CLEAR);
            err.flush();
            drawn = false;
        }
    }
}
