package dev.overseer.cli.report;

import dev.overseer.cli.html.Numbers;
import dev.overseer.cli.report.ReportView.Rect;
import dev.overseer.cli.report.ReportView.Row;
import dev.overseer.cli.report.ReportView.Table;
import dev.overseer.runtime.engine.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts what a survey has added up into tables. */
final class ReportTables {
    /** So many rows a table has. */
    static final int ROWS = 25;

    private static final double MEDIAN = 0.5;
    private static final double MOST = 0.9;
    private static final int WIDTH = 100;
    private static final int HEIGHT = 10;
    private static final List<Series> UNFINISHED =
            Arrays.stream(Series.values()).filter(Series::isUnfinished).toList();

    private final Survey survey;
    private final Map<String, String> people;

    /**
     * Takes what was added up.
     *
     * @param people how deleters are written, by what the survey calls them
     */
    ReportTables(Survey survey, Map<String, String> people) {
        this.survey = survey;
        this.people = people;
    }

    /** Returns those of the tables that have a row. */
    List<Table> all() {
        return Stream.of(
                        standings("Controls", "control", survey.controls()),
                        standings("Accounts", "account", survey.accounts()),
                        times(),
                        ages(),
                        deletions())
                .filter(table -> !table.rows().isEmpty())
                .toList();
    }

    /** Says how many rows of a table are left out. */
    static String more(int rows) {
        return rows > ROWS ? "And %s more.".formatted(Numbers.text(rows - ROWS)) : "";
    }

    private static Table standings(String title, String name, List<Survey.Row> counted) {
        long largest = largest(counted.stream().map(row -> row.tallies().total()));
        List<Row> rows = counted.stream()
                .limit(ROWS)
                .map(row -> new Row(
                        Named.parts(row.name()),
                        List.of(
                                Numbers.text(row.tallies().total()),
                                Numbers.text(row.tallies().of(Series.REMEDIATED)),
                                Numbers.text(row.tallies().of(Series.PLANNED)),
                                Numbers.text(row.tallies().waiting())),
                        stacked(row.tallies(), largest)))
                .toList();
        return new Table(
                "", title, name, List.of("all", "REMEDIATED", "PLANNED", "waiting"), rows, more(counted.size()));
    }

    private Table times() {
        Times times = survey.times();
        List<Long> counts = times.size() == 0 ? List.of() : Steps.TIMES.counts(times);
        long largest = largest(counts.stream());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            rows.add(new Row(
                    List.of(Steps.TIMES.steps().get(i).name()),
                    List.of(Numbers.text(counts.get(i))),
                    single(counts.get(i), largest)));
        }
        return new Table(
                "",
                "Time to remediate",
                "from the event, or the start of the sweep, until seen to be right",
                List.of("incidents"),
                rows,
                "Median %s; 90%% within %s; longest %s."
                        .formatted(quantile(times, MEDIAN), quantile(times, MOST), quantile(times, 1)));
    }

    private static String quantile(Times times, double share) {
        return Durations.text(times.quantile(share).orElse(Duration.ZERO));
    }

    private Table ages() {
        List<Tallies> ages = agesByStep();
        long largest = largest(ages.stream().map(Tallies::total));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ages.size(); i++) {
            Tallies age = ages.get(i);
            rows.add(new Row(
                    List.of(Steps.AGES.steps().get(i).name()),
                    UNFINISHED.stream()
                            .map(series -> Numbers.text(age.of(series)))
                            .toList(),
                    stacked(age, largest)));
        }
        return new Table(
                "",
                "Unresolved, by age",
                "since it stands so",
                UNFINISHED.stream().map(Series::text).toList(),
                rows,
                "What nobody approved or retried: overseer incidents --unresolved lists it. OPEN is under way: overseer inflight.");
    }

    /** Returns what is unfinished in each class of ages; nothing if all is finished. */
    private List<Tallies> agesByStep() {
        List<Tallies> ages = new ArrayList<>();
        if (survey.unfinished() > 0) {
            Steps.AGES.steps().forEach(step -> ages.add(new Tallies()));
            for (Series series : UNFINISHED) {
                List<Long> counts = Steps.AGES.counts(survey.ages(series));
                for (int i = 0; i < counts.size(); i++) {
                    ages.get(i).add(series, counts.get(i));
                }
            }
        }
        return ages;
    }

    private Table deletions() {
        List<Survey.Deleter> deleters = survey.deleters(ROWS);
        long largest = largest(deleters.stream().map(Survey.Deleter::deletions));
        List<Row> rows = deleters.stream()
                .map(deleter -> new Row(
                        Named.parts(written(deleter.person())),
                        List.of(Numbers.text(deleter.deletions())),
                        single(deleter.deletions(), largest)))
                .toList();
        return new Table(
                "wide",
                "Deletions by user",
                "whose calls made what was deleted",
                List.of("deletions"),
                rows,
                "Incidents that ended REMEDIATED by a call whose name begins with Delete or Terminate. %s"
                        .formatted(more(survey.deleters()))
                        .strip());
    }

    private String written(String person) {
        return person.isEmpty() ? "nobody: found by a sweep" : people.getOrDefault(person, person);
    }

    private static long largest(Stream<Long> counts) {
        return Math.max(1, counts.mapToLong(Long::longValue).max().orElse(1));
    }

    private static List<Rect> single(long count, long largest) {
        return List.of(rect(Series.REMEDIATED, 0, (double) count * WIDTH / largest));
    }

    private static List<Rect> stacked(Tallies tallies, long largest) {
        List<Rect> rects = new ArrayList<>();
        double x = 0;
        for (Series series : Series.values()) {
            double width = (double) tallies.of(series) * WIDTH / largest;
            if (width > 0) {
                rects.add(rect(series, x, width));
                x += width;
            }
        }
        return rects;
    }

    private static Rect rect(Series series, double x, double width) {
        return new Rect(
                series.style(),
                Numbers.coordinate(x),
                Numbers.coordinate(0),
                Numbers.coordinate(width),
                Numbers.coordinate(HEIGHT));
    }
}
