package dev.overseer.cli.report;

import dev.overseer.cli.html.Inline;
import dev.overseer.cli.html.Numbers;
import dev.overseer.cli.report.ReportView.Chart;
import dev.overseer.cli.report.ReportView.Column;
import dev.overseer.cli.report.ReportView.Exempted;
import dev.overseer.cli.report.ReportView.Figure;
import dev.overseer.cli.report.ReportView.Rect;
import dev.overseer.cli.report.ReportView.Swatch;
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
    private static final int HEIGHT = 100;

    private final ReportPage page;
    private final Survey survey;

    ReportWords(ReportPage page) {
        this.page = page;
        this.survey = page.survey();
    }

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
                new ReportTables(survey, page.people()).all(),
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
                key());
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

    private List<Swatch> key() {
        return Arrays.stream(Series.values())
                .map(series -> new Swatch(
                        series.style(), series.text(), Numbers.text(survey.all().of(series))))
                .toList();
    }

    private List<ListedExemption> inForce() {
        return page.exemptions().stream()
                .filter(exemption -> page.now().isBefore(exemption.until()))
                .sorted(Comparator.comparing(ListedExemption::until))
                .toList();
    }

    private List<Exempted> exemptions() {
        return inForce().stream()
                .limit(ReportTables.ROWS)
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
                        .formatted(Numbers.text(inForce), Numbers.text(soon), gone, ReportTables.more(inForce));
    }

    private String picked(int shown) {
        long all = survey.all().total();
        return shown == all
                ? "All incidents, those that are unresolved first, then the latest first."
                : "Of %s incidents, the page has %s: those that are unresolved first, then the latest. All numbers above are of all of them; overseer incidents finds the others."
                        .formatted(Numbers.text(all), Numbers.text(shown));
    }

    private static String minute(Instant time) {
        return Documents.time(time).substring(0, "2026-01-31T12:00".length()).replace('T', ' ');
    }
}
