package dev.overseer.cli;

import dev.overseer.runtime.engine.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run from its first event to its summary, whichever way it ends. */
final class Run {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RunLoop loop;
    private final Report report;
    private final LiveLine live;
    private final Runnable drawing;
    private final String howToGoOn;
    private final Function<List<RunLoop.Wait>, List<String>> leftOver;
    private final Terminal terminal;
    private boolean ended;

    /**
     * @param drawing draws the live line
     * @param howToGoOn says what to do with incidents that are open at the end
     * @param leftOver says, of the incidents that are open, what else was not come to
     */
    Run(
            RunLoop loop,
            Report report,
            LiveLine live,
            Runnable drawing,
            String howToGoOn,
            Function<List<RunLoop.Wait>, List<String>> leftOver,
            Terminal terminal) {
        this.loop = loop;
        this.report = report;
        this.live = live;
        this.drawing = drawing;
        this.howToGoOn = howToGoOn;
        this.leftOver = leftOver;
        this.terminal = terminal;
    }

    /**
     * Takes all input in, waits for its incidents, and returns the exit status.
     *
     * @param input hands over what arrives
     */
    int complete(Consumer<Consumer<Arrival>> input) {
        if (live.isLive()) {
            loop.everySecond(drawing);
        }
        try {
            input.accept(this::arrived);
            loop.await();
        } catch (CompletionException failed) {
            throw giveUp(failed.getCause() instanceof RuntimeException cause ? cause : failed);
        } catch (RuntimeException failed) {
            throw giveUp(failed);
        }
        return end();
    }

    /** Ends the run early, and returns the exit status; does nothing but that if it has ended. For any thread. */
    int interrupt() {
        try {
            loop.stop(PATIENCE);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        return end();
    }

    private void arrived(Arrival arrival) {
        switch (arrival) {
            case Arrival.Opened(var incident) -> loop.open(incident);
            case Arrival.Ignored(var reason, var event) -> tell(new Result.Ignored(reason, event));
            case Arrival.Sweep sweep -> arrived(sweep.refused());
            case Arrival.Unreadable(var reading) -> tell(new Result.Unreadable(reading));
        }
    }

    /** Tells a result that is of no incident. */
    void tell(Result result) {
        live.above(() -> report.accept(result));
    }

    private RuntimeException giveUp(RuntimeException failure) {
        if (failure instanceof ClosedOutputException) {
            report.abandon();
        } else {
            report.invalid();
        }
        interrupt();
        return failure;
    }

    private synchronized int end() {
        if (!ended) {
            ended = true;
            live.above(this::tellEnd);
        }
        return report.finish();
    }

    private void tellEnd() {
        List<RunLoop.Wait> open = loop.open();
        open.forEach(wait -> report.accept(Result.of(wait.step())));
        report.finish();
        if (!open.isEmpty()) {
            terminal.err()
                    .println("%s open. %s"
                            .formatted(open.size() == 1 ? "1 incident is" : open.size() + " incidents are", howToGoOn));
        }
        leftOver.apply(open).forEach(terminal.err()::println);
    }
}
