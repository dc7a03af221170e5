package dev.overseer.cli;

import dev.overseer.runtime.event.Reading;
import java.util.function.Consumer;

/** All that a command has to say about its input, and the exit status that follows. Safe for several threads. */
final class Report implements Consumer<Result> {
    private final Results results;
    private final ExitStatus status = new ExitStatus();
    private long events;
    private boolean finished;

    Report(Results results) {
        this.results = results;
    }

    /** Counts what was read from the input. */
    synchronized void count(Reading reading) {
        if (!(reading instanceof Reading.Unreadable)) {
            events++;
        }
    }

    /** Counts a resource that was found. */
    synchronized void countFound() {
        events++;
    }

    /** Writes a result; nothing any more once the report is finished. */
    @Override
    public synchronized void accept(Result result) {
        if (!finished) {
            status.add(result);
            results.add(result);
        }
    }

    /** Says that usage, configuration or the program itself is at fault. */
    synchronized void invalid() {
        status.invalid();
    }

    /** Writes nothing any more: nobody reads it. */
    synchronized void abandon() {
        finished = true;
    }

    /** Ends the report, once, and returns the exit status. */
    synchronized int finish() {
        if (!finished) {
            finished = true;
            results.finish(events);
        }
        return status.code();
    }
}
