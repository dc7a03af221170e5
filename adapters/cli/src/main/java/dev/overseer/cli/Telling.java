package dev.overseer.cli;

import dev.overseer.cli.history.Fingerprint;
import dev.overseer.cli.history.Progress;
import dev.overseer.cli.history.SeenSet;
import dev.overseer.runtime.event.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tells a report of each event; what was told before, of the last million, counts as seen again. */
final class Telling implements HistoryInput.Handling<Telling.Judged> {
    private final Function<Reading, List<Result>> judging;
    private final Report report;
    private final ArchiveWatch watch;

    /** Of one file, everything is told: whoever wrote the same event twice wants to see it. */
    private Optional<SeenSet> seen = Optional.empty();

    Telling(Function<Reading, List<Result>> judging, Report report, ArchiveWatch watch) {
        this.judging = judging;
        this.report = report;
        this.watch = watch;
    }

    /** What became of an event. */
    record Judged(Reading reading, List<Result> results) {}

    @Override
    public void begins(Progress progress, Runnable stop) {
        seen = Optional.of(new SeenSet());
        watch.begins(progress, stop);
    }

    @Override
    public Judged make(Reading reading) {
        return new Judged(reading, judging.apply(reading));
    }

    @Override
    public void take(Judged judged) {
        List<Result> results = new ArrayList<>(judged.results());
        seen.ifPresent(known -> results.replaceAll(result -> isNew(result, known) ? result : new Result.SeenAgain()));
        watch.aside(() -> {
            report.count(judged.reading());
            results.forEach(report);
        });
    }

    private static boolean isNew(Result result, SeenSet known) {
        return switch (result) {
            case Result.Judged(var control, var target, var event, var judgement) ->
                known.add(Fingerprint.of(
                        event.id(), control, target.account(), target.region(), target.type(), target.id()));
            case Result.Ignored(var reason, var event) ->
                known.add(Fingerprint.of(event.id(), event.name(), event.account(), event.region()));
            case Result.Closed closed -> true;
            case Result.Suspended suspended -> true;
            case Result.Unreadable unreadable -> true;
            case Result.SeenAgain seenAgain -> true;
            case Result.NotSwept notSwept -> true;
        };
    }
}
