package dev.overseer.cli.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Classes of durations, the shortest first. */
record Steps(List<Step> steps) {
    static final Steps TIMES = new Steps(List.of(
            new Step("under 1 minute", Duration.ofMinutes(1)),
            new Step("1 to 5 minutes", Duration.ofMinutes(5)),
            new Step("5 to 15 minutes", Duration.ofMinutes(15)),
            new Step("15 to 60 minutes", Duration.ofHours(1)),
            new Step("1 to 4 hours", Duration.ofHours(4)),
            new Step("4 to 24 hours", Duration.ofDays(1)),
            new Step("1 to 7 days", Duration.ofDays(7)),
            new Step("7 days and more", Duration.ofMillis(Long.MAX_VALUE))));

    static final Steps AGES = new Steps(List.of(
            new Step("under 1 hour", Duration.ofHours(1)),
            new Step("1 to 24 hours", Duration.ofDays(1)),
            new Step("1 to 7 days", Duration.ofDays(7)),
            new Step("7 to 30 days", Duration.ofDays(30)),
            new Step("30 to 90 days", Duration.ofDays(90)),
            new Step("90 days and more", Duration.ofMillis(Long.MAX_VALUE))));

    /** A class of durations, up to one that is not in it any more. */
    record Step(String name, Duration end) {}

    /** Returns how many times are in each class. */
    List<Long> counts(Times times) {
        List<Long> counts = new ArrayList<>();
        long before = 0;
        for (Step step : steps) {
            long below = times.below(step.end());
            counts.add(below - before);
            before = below;
        }
        return counts;
    }
}
