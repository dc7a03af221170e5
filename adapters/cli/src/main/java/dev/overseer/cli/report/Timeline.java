package dev.overseer.cli.report;

import dev.overseer.runtime.ledger.Span;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Outcomes over time: by day, or by the unit that leaves the bars wide enough to be seen. In UTC. */
record Timeline(Unit unit, List<Bar> bars) {
    /** A few bars are no wider than if they were so many. */
    private static final int FEWEST = 14;

    /** What a bar stands for. */
    enum Unit {
        DAY(ChronoUnit.DAYS, 92),
        WEEK(ChronoUnit.WEEKS, 104),
        MONTH(ChronoUnit.MONTHS, 120),
        YEAR(ChronoUnit.YEARS, Integer.MAX_VALUE);

        private final ChronoUnit length;
        private final int most;

        Unit(ChronoUnit length, int most) {
            this.length = length;
            this.most = most;
        }

        /** Returns the finest one that does with few enough bars. */
        static Unit suiting(LocalDate first, LocalDate last) {
            return Arrays.stream(values())
                    .filter(unit -> unit.length.between(unit.start(first), unit.start(last)) < unit.most)
                    .findFirst()
                    .orElse(YEAR);
        }

        LocalDate start(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
                case YEAR -> day.withDayOfYear(1);
            };
        }

        LocalDate plus(LocalDate start, int number) {
            return start.plus(number, length);
        }

        String label(LocalDate start) {
            return switch (this) {
                case DAY -> start.toString();
                case WEEK -> "week of " + start;
                case MONTH -> start.toString().substring(0, "2026-01".length());
                case YEAR -> Integer.toString(start.getYear());
            };
        }
    }

    /** What came to stand where it does within one unit. */
    record Bar(String label, Tallies tallies) {}

    /**
     * Returns the timeline of days, of which there is at least one.
     *
     * @param asked the time that was asked for: the timeline begins with it, or with the first day. It does not go on after today
     */
    static Timeline of(SortedMap<LocalDate, Tallies> days, Span asked, Instant now) {
        LocalDate first = asked.from().map(Timeline::day).orElse(days.firstKey());
        LocalDate today =
                day(asked.to().filter(now::isAfter).map(to -> to.minusNanos(1)).orElse(now));
        LocalDate last = today.isBefore(days.lastKey()) ? days.lastKey() : today;
        Unit unit = Unit.suiting(first, last);
        SortedMap<LocalDate, Tallies> units = new TreeMap<>();
        LocalDate end = unit.start(last);
        LocalDate fewest = unit.plus(end, 1 - FEWEST);
        LocalDate start = unit.start(first).isBefore(fewest) ? unit.start(first) : fewest;
        for (LocalDate at = start; !at.isAfter(end); at = unit.plus(at, 1)) {
            units.put(at, new Tallies());
        }
        days.forEach((day, tallies) ->
                units.computeIfAbsent(unit.start(day), any -> new Tallies()).add(tallies));
        return new Timeline(
                unit,
                units.entrySet().stream()
                        .map(entry -> new Bar(unit.label(entry.getKey()), entry.getValue()))
                        .toList());
    }

    /** Returns the most that any bar stands for. */
    long highest() {
        return bars.stream().mapToLong(bar -> bar.tallies().total()).max().orElse(0);
    }

    /** Nothing was kept before 1970, whatever is asked for. */
    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time, ZoneOffset.UTC);
    }
}
