package dev.overseer.cli.report;

import dev.overseer.cli.html.Inline;
import dev.overseer.cli.html.Numbers;
import dev.overseer.cli.report.ReportView.Chart;
import dev.overseer.cli.report.ReportView.Column;
import dev.overseer.cli.report.ReportView.Exempted;
import dev.overseer.cli.report.ReportView.Figure;
import dev.overseer.cli.report.ReportView.Key;
import dev.overseer.cli.report.ReportView.Rect;
import dev.overseer.cli.report.ReportView.Row;
import dev.overseer.cli.report.ReportView.Table;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.ledger.LedgerArchive.Passed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts what a page tells into words and numbers. */
final class ReportWords {
    private static final Duration SOON = Duration.ofDays(30);
    private static final double MEDIAN = 0.5;
    private static final double MOST = 0.9;
    private static final int HEIGHT = 100;
    private static final int WIDTH = 100;
    private static final List<Series> UNFINISHED =
            Arrays.stream(Series.values()).filter(Series::isUnfinished).toList();

    private static final List<Step> TIMES = List.of(
            new Step("under 1 minute", Duration.ofMinutes(1)),
            new Step("1 to 5 minutes", Duration.ofMinutes(5)),
            new Step("5 to 15 minutes", Duration.ofMinutes(15)),
            new Step("15 to 60 minutes", Duration.ofHours(1)),
            new Step("1 to 4 hours", Duration.ofHours(4)),
            new Step("4 to 24 hours", Duration.ofDays(1)),
            new Step("1 to 7 days", Duration.ofDays(7)),
            new Step("7 days and more", Duration.ofMillis(Long.MAX_VALUE)));

    private static final List<Step> AGES = List.of(
            new Step("under 1 hour", Duration.ofHours(1)),
            new Step("1 to 24 hours", Duration.ofDays(1)),
            new Step("1 to 7 days", Duration.ofDays(7)),
            new Step("7 to 30 days", Duration.ofDays(30)),
            new Step("30 to 90 days", Duration.ofDays(90)),
            new Step("90 days and more", Duration.ofMillis(Long.MAX_VALUE)));

    private final ReportPage page;
    private final Survey survey;

    ReportWords(ReportPage page) {
        this.page = page;
        this.survey = page.survey();
    }

    /** A class of durations, up to one that is not in it any more. */
    private record Step(String name, Duration end) {}

    ReportView view(Inline style, Inline script) {
        return new ReportView(
                "default-src 'none'; base-uri 'none'; form-action 'none'; style-src %s; script-src %s"
                        .formatted(style.source(), script.source()),
                style.text(),
                script.text(),
                page.stories().text(),
                span(),
                minute(page.now()),
                figures(),
                isEmpty() ? Optional.empty() : Optional.of(chart()),
                isEmpty()
                        ? List.of()
                        : List.of(
                                standings("Controls", "control", survey.controls()),
                                standings("Accounts", "account", survey.accounts())),
                deletions(),
                times(),
                ages(),
                exemptions(),
                exemptionsNote(),
                picked(page.stories().count()));
    }

    private boolean isEmpty() {
        return survey.all().total() == 0;
    }

    private String span() {
        String from = page.span().from().map(time -> "from " + minute(time)).orElse("");
        String to = page.span().to().map(time -> "up to " + minute(time)).orElse("");
        String when = (from + " " + to).strip();
        if (isEmpty()) {
            return when.isEmpty()
                    ? "The ledger has no incident yet."
                    : "The ledger has no incident %s UTC.".formatted(when);
        }
        return when.isEmpty()
                ? "All incidents that the ledger has, and where they stand."
                : "Incidents that came to stand where they do %s UTC.".formatted(when);
    }

    private List<Figure> figures() {
        Tallies all = survey.all();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("", Numbers.text(all.total()), all.total() == 1 ? "incident" : "incidents"));
        figures.add(new Figure("good", Numbers.text(all.of(Series.REMEDIATED)), "REMEDIATED"));
        figures.add(new Figure(all.waiting() > 0 ? "bad" : "", Numbers.text(all.waiting()), "wait for a person"));
        figures.add(new Figure("", Numbers.text(all.of(Series.OPEN)), "under way"));
        survey.times()
                .quantile(MEDIAN)
                .ifPresent(median -> figures.add(new Figure("", Durations.text(median), "median time to remediate")));
        long passed = page.passed().stream().mapToLong(Passed::count).sum();
        if (passed > 0) {
            figures.add(new Figure("", Numbers.text(passed), "compliant at first sight"));
        }
        return figures;
    }

    private Chart chart() {
        Timeline timeline = Timeline.of(survey.days(), page.span(), page.now());
        long highest = Math.max(1, timeline.highest());
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < timeline.bars().size(); i++) {
            columns.add(column(timeline.bars().get(i), i, highest));
        }
        return new Chart(
                "Outcomes by " + timeline.unit().name().toLowerCase(Locale.ROOT),
                Integer.toString(timeline.bars().size()),
                Numbers.text(highest),
                timeline.bars().getFirst().label(),
                timeline.bars().getLast().label(),
                columns,
                keys());
    }

    private static Column column(Timeline.Bar bar, int place, long highest) {
        List<Rect> rects = new ArrayList<>();
        List<String> words = new ArrayList<>();
        double top = HEIGHT;
        for (Series series : Series.values()) {
            long count = bar.tallies().of(series);
            if (count > 0) {
                double height = (double) count * HEIGHT / highest;
                top -= height;
                rects.add(new Rect(
                        series.style(),
                        Numbers.coordinate(place + 0.1),
                        Numbers.coordinate(top),
                        Numbers.coordinate(0.8),
                        Numbers.coordinate(height)));
                words.add("%s %s".formatted(Numbers.text(count), series.text()));
            }
        }
        return new Column("%s: %s".formatted(bar.label(), String.join(", ", words)), rects);
    }

    private List<Key> keys() {
        return Arrays.stream(Series.values())
                .map(series -> new Key(
                        series.style(), series.text(), Numbers.text(survey.all().of(series))))
                .toList();
    }

    private static Table standings(String title, String name, List<Survey.Row> counted) {
        long largest =
                counted.stream().mapToLong(row -> row.tallies().total()).max().orElse(1);
        List<Row> rows = counted.stream()
                .limit(ReportPage.ROWS)
                .map(row -> new Row(
                        Named.parts(row.name()),
                        List.of(
                                Numbers.text(row.tallies().total()),
                                Numbers.text(row.tallies().of(Series.REMEDIATED)),
                                Numbers.text(row.tallies().of(Series.PLANNED)),
                                Numbers.text(row.tallies().waiting())),
                        stacked(row.tallies(), largest)))
                .toList();
        return new Table(title, name, List.of("all", "REMEDIATED", "PLANNED", "waiting"), rows, more(counted.size()));
    }

    private static List<Rect> stacked(Tallies tallies, long largest) {
        List<Rect> rects = new ArrayList<>();
        double x = 0;
        for (Series series : Series.values()) {
            double width = (double) tallies.of(series) * WIDTH / largest;
            if (width > 0) {
                rects.add(rect(series.style(), x, width));
                x += width;
            }
        }
        return rects;
    }

    private Optional<Table> deletions() {
        List<Survey.Deleter> deleters = survey.deleters(ReportPage.ROWS);
        long largest =
                deleters.stream().mapToLong(Survey.Deleter::deletions).max().orElse(1);
        List<Row> rows = deleters.stream()
                .map(deleter -> new Row(
                        Named.parts(person(deleter.person())),
                        List.of(Numbers.text(deleter.deletions())),
                        List.of(rect(Series.REMEDIATED.style(), 0, (double) deleter.deletions() * WIDTH / largest))))
                .toList();
        return table(
                "Deletions by user",
                "whose calls made what was deleted",
                List.of("deletions"),
                rows,
                "Incidents that ended REMEDIATED by a call whose name begins with Delete or Terminate. "
                        + more(survey.deleters()));
    }

    private String person(String person) {
        return person.isEmpty() ? "nobody: found by a sweep" : page.people().getOrDefault(person, person);
    }

    private Optional<Table> times() {
        Times times = survey.times();
        return table(
                "Time to remediate",
                "from the event, or the start of the sweep, until seen to be right",
                List.of("incidents"),
                distribution(times),
                times.quantile(MEDIAN)
                        .flatMap(median -> times.quantile(MOST)
                                .flatMap(most -> times.quantile(1)
                                        .map(longest -> "Median %s; 90%% within %s; longest %s."
                                                .formatted(
                                                        Durations.text(median),
                                                        Durations.text(most),
                                                        Durations.text(longest)))))
                        .orElse(""));
    }

    private static List<Row> distribution(Times times) {
        List<Row> rows = new ArrayList<>();
        if (times.size() == 0) {
            return rows;
        }
        List<Long> counts = counts(times, TIMES);
        long largest = counts.stream().mapToLong(Long::longValue).max().orElse(1);
        for (int i = 0; i < TIMES.size(); i++) {
            rows.add(new Row(
                    List.of(TIMES.get(i).name()),
                    List.of(Numbers.text(counts.get(i))),
                    List.of(rect(Series.REMEDIATED.style(), 0, (double) counts.get(i) * WIDTH / largest))));
        }
        return rows;
    }

    private static List<Long> counts(Times times, List<Step> steps) {
        List<Long> counts = new ArrayList<>();
        long before = 0;
        for (Step step : steps) {
            long below = times.below(step.end());
            counts.add(below - before);
            before = below;
        }
        return counts;
    }

    private Optional<Table> ages() {
        List<List<Long>> bySeries = UNFINISHED.stream()
                .map(series -> counts(survey.ages(series), AGES))
                .toList();
        List<Tallies> steps = new ArrayList<>();
        for (int i = 0; i < AGES.size(); i++) {
            Tallies tallies = new Tallies();
            for (int j = 0; j < UNFINISHED.size(); j++) {
                tallies.add(UNFINISHED.get(j), bySeries.get(j).get(i));
            }
            steps.add(tallies);
        }
        long largest =
                Math.max(1, steps.stream().mapToLong(Tallies::total).max().orElse(1));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < AGES.size() && survey.unfinished() > 0; i++) {
            Tallies step = steps.get(i);
            rows.add(new Row(
                    List.of(AGES.get(i).name()),
                    UNFINISHED.stream()
                            .map(series -> Numbers.text(step.of(series)))
                            .toList(),
                    stacked(step, largest)));
        }
        return table(
                "Unresolved, by age",
                "since it stands so",
                UNFINISHED.stream().map(Series::text).toList(),
                rows,
                "What nobody approved or retried: overseer incidents --unresolved lists it. OPEN is under way: overseer inflight.");
    }

    private List<ListedExemption> inForce() {
        return page.exemptions().stream()
                .filter(exemption -> page.now().isBefore(exemption.until()))
                .sorted(Comparator.comparing(ListedExemption::until))
                .toList();
    }

    private List<Exempted> exemptions() {
        return inForce().stream()
                .limit(ReportPage.ROWS)
                .map(exemption -> {
                    Duration left = Duration.between(page.now(), exemption.until());
                    return new Exempted(
                            left(left),
                            left.compareTo(SOON) < 0,
                            minute(exemption.until()),
                            exemption.control().map(Named::text).orElse("every control"),
                            Named.text(exemption.subject()),
                            Named.text(exemption.by()),
                            Named.text(exemption.said()));
                })
                .toList();
    }

    private static String left(Duration left) {
        long number = left.toDays() > 0 ? left.toDays() : left.toHours();
        String unit = left.toDays() > 0 ? "day" : "hour";
        return "%s %s%s".formatted(Numbers.text(number), unit, number == 1 ? "" : "s");
    }

    private String exemptionsNote() {
        int inForce = inForce().size();
        long soon = inForce().stream()
                .filter(exemption -> exemption.until().isBefore(page.now().plus(SOON)))
                .count();
        int expired = page.exemptions().size() - inForce;
        String gone =
                expired == 0 ? "" : " %s more in the configuration have expired.".formatted(Numbers.text(expired));
        return inForce == 0
                ? "None is in force." + gone
                : "%s in force, of which %s end within 30 days.%s %s"
                        .formatted(Numbers.text(inForce), Numbers.text(soon), gone, more(inForce));
    }

    private String picked(int shown) {
        long all = survey.all().total();
        return shown == all
                ? "All incidents, those that are unresolved first, then the latest first."
                : "Of %s incidents, the page has %s: those that are unresolved first, then the latest. All numbers above are of all of them; overseer incidents finds the others."
                        .formatted(Numbers.text(all), Numbers.text(shown));
    }

    private static Optional<Table> table(String title, String name, List<String> columns, List<Row> rows, String note) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Table(title, name, columns, rows, note.strip()));
    }

    private static Rect rect(String style, double x, double width) {
        return new Rect(
                style, Numbers.coordinate(x), Numbers.coordinate(0), Numbers.coordinate(width), Numbers.coordinate(10));
    }

    private static String more(int rows) {
        return rows > ReportPage.ROWS ? "And %s more.".formatted(Numbers.text(rows - ReportPage.ROWS)) : "";
    }

    private static String minute(Instant time) {
        return Documents.time(time).substring(0, "2026-01-31T12:00".length()).replace('T', ' ');
    }
}
