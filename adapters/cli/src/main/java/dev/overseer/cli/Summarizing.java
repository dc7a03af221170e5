package dev.overseer.cli;

import dev.overseer.cli.history.Progress;
import dev.overseer.cli.summary.Sighting;
import dev.overseer.runtime.event.Reading;
import java.util.List;
import java.util.function.Function;

/** Adds results up. */
record Summarizing(Function<Reading, List<Result>> judging, SummaryOutput to, ArchiveWatch watch)
        implements HistoryInput.Handling<List<Sighting>> {
    @Override
    public void begins(Progress progress, Runnable stop) {
        watch.begins(progress, stop);
    }

    @Override
    public List<Sighting> make(Reading reading) {
        return judging.apply(reading).stream().map(Summarizing::sighting).toList();
    }

    @Override
    public void take(List<Sighting> sightings) {
        to.add(sightings);
    }

    private static Sighting sighting(Result result) {
        return switch (result) {
            case Result.Judged(var control, var target, var event, var judgement) ->
                Sighting.of(control, target, event, judgement);
            case Result.Ignored(var reason, var event) -> Sighting.of(reason, event);
            case Result.Unreadable(var reading) -> new Sighting.Unreadable(reading);
            case Result.Closed closed -> throw notOffline(closed);
            case Result.Suspended suspended -> throw notOffline(suspended);
            case Result.SeenAgain seenAgain -> throw notOffline(seenAgain);
            case Result.NotSwept notSwept -> throw notOffline(notSwept);
        };
    }

    private static IllegalArgumentException notOffline(Result result) {
        return new IllegalArgumentException("no event alone leads to this: " + result);
    }
}
