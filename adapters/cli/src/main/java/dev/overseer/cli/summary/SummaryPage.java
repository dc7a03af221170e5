package dev.overseer.cli.summary;

import dev.overseer.cli.html.Inline;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.event.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A summary as one HTML page that asks no other host for anything, runs no script, and has a policy that says so. Whatever
 * comes from outside passes {@link #escaped}.
 */
public final class SummaryPage {
    private static final int MOST_DAYS = 92;
    private static final int MOST_ROWS = 25;
    private static final int LONGEST_NAME = 200;
    private static final int WIDTH_OF_BAR = 100;

    /** Their names are long, and so their table is wide. */
    private static final String CALLER = "caller";

    private static final Inline STYLE = Inline.commonStyle().and(new Inline("""
            .f { fill: var(--fails); } .p { fill: var(--passes); } .u { fill: var(--unsure); }
            """));

    private final Summary summary;

    private SummaryPage(Summary summary) {
        this.summary = summary;
    }

    /**
     * Returns the page of a summary.
     *
     * @param made when
     */
    public static String of(Summary summary, Instant made) {
        return new SummaryPage(summary).page(made);
    }

    /** Returns a text from outside as it may stand in the page, between tags or in an attribute's quotes. */
    static String escaped(String text) {
        return Printable.line(text, LONGEST_NAME)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Returns the same, that may be broken where the parts of an ARN end. */
    private static String broken(String name) {
        return escaped(name).replace(":", ":<wbr>").replace("/", "/<wbr>");
    }

    private String page(Instant made) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src %s">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="referrer" content="no-referrer">
                <title>Overseer: what would have been done</title>
                <style>%s</style>
                </head>
                <body>
                <h1>What would have been done</h1>
                <p>%s</p>
                %s%s%s
                <p>Made by overseer evaluate --summary on %s UTC.</p>
                </body>
                </html>
                """.formatted(STYLE.source(), STYLE.text(), span(), figures(), tables(), rest(), minute(made));
    }

    private String span() {
        return summary.first()
                .map(first -> "Judged by recorded events alone, from %s to %s UTC."
                        .formatted(minute(first), minute(summary.last().orElse(first))))
                .orElse("No event was about a resource that a control judges.");
    }

    private String figures() {
        Counts all = summary.all();
        return """
                <div class="figures">
                %s%s%s%s</div>
                """.formatted(
                        figure("bad", all.fails(), "would be remediated (FAILS)"),
                        figure("good", all.passes(), "would be left alone (PASSES)"),
                        figure("", all.notJudged(), "would be looked at first (NOT_JUDGED)"),
                        figure("", summary.ignoredInAll(), "events ignored"));
    }

    private static String figure(String kind, long count, String what) {
        return "<div class=\"figure %s\"><b>%s</b><span>%s</span></div>\n"
                .formatted(kind, SummaryText.number(count), what);
    }

    private String tables() {
        if (summary.all().total() == 0) {
            return "";
        }
        Breakdown days = summary.daysOrMonths(MOST_DAYS);
        return """
                <p class="key"><span>%sFAILS</span><span>%sPASSES</span><span>%sNOT_JUDGED</span></p>
                <div class="columns">
                %s%s%s%s%s%s</div>
                """.formatted(
                        swatch("f"),
                        swatch("p"),
                        swatch("u"),
                        table("Controls", "control", summary.controls().worstFirst(), MOST_ROWS),
                        checks(),
                        table("Accounts", "account", summary.accounts().worstFirst(), MOST_ROWS),
                        table("Regions", "region", summary.regions().worstFirst(), MOST_ROWS),
                        table("Who did it", CALLER, summary.principals().worstFirst(), MOST_ROWS),
                        days == summary.days()
                                ? table("Days", "day", days.inOrder(), Integer.MAX_VALUE)
                                : table("Months", "month", days.inOrder(), Integer.MAX_VALUE));
    }

    private static String swatch(String kind) {
        return "<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"%s\" width=\"10\" height=\"10\"/></svg>"
                .formatted(kind);
    }

    private static String table(String title, String what, List<Breakdown.Row> rows, int most) {
        long largest = Math.max(
                1, rows.stream().mapToLong(row -> row.counts().total()).max().orElse(1));
        return """
                <section%s>
                <h2>%s</h2>
                <table>
                <thead><tr><th>%s</th><th class="n">FAILS</th><th class="n">PASSES</th><th class="n">NOT_<wbr>JUDGED</th><th class="bar"></th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                %s</section>
                """.formatted(
                what.equals(CALLER) ? " class=\"wide\"" : "",
                title,
                what,
                rows.stream().limit(most).map(row -> row(row, largest)).collect(Collectors.joining()),
                rows.size() > most ? "<p>and %s more</p>%n".formatted(SummaryText.number(rows.size() - most)) : "");
    }

    private static String row(Breakdown.Row row, long largest) {
        Counts counts = row.counts();
        return """
                <tr><td class="name">%s</td><td class="n">%s</td><td class="n">%s</td><td class="n">%s</td><td class="bar">%s</td></tr>
                """.formatted(
                        broken(row.name()),
                        SummaryText.number(counts.fails()),
                        SummaryText.number(counts.passes()),
                        SummaryText.number(counts.notJudged()),
                        bar(counts, largest));
    }

    private static String bar(Counts counts, long largest) {
        double fails = share(counts.fails(), largest);
        double passes = share(counts.passes(), largest);
        double unsure = share(counts.notJudged(), largest);
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"f\" width=\"%.2f\" height=\"10\"/>"
                        + "<rect class=\"p\" x=\"%.2f\" width=\"%.2f\" height=\"10\"/><rect class=\"u\" x=\"%.2f\" width=\"%.2f\" height=\"10\"/></svg>",
                fails,
                fails,
                passes,
                fails + passes,
                unsure);
    }

    private static double share(long count, long largest) {
        return (double) count * WIDTH_OF_BAR / largest;
    }

    private String checks() {
        String rows = summary.checks().worstFirst().stream()
                .limit(MOST_ROWS)
                .map(row -> "<tr><td class=\"name\">%s</td><td class=\"n\">%s</td></tr>%n"
                        .formatted(
                                escaped(row.name()),
                                SummaryText.number(row.counts().fails())))
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : """
                <section>
                <h2>Checks that fail</h2>
                <table>
                <thead><tr><th>control and check</th><th class="n">FAILS</th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                </section>
                """.formatted(rows);
    }

    private String rest() {
        String ignored = summary.ignored().entrySet().stream()
                .map(entry -> "<tr><td>%s</td><td class=\"n\">%s</td></tr>%n"
                        .formatted(entry.getKey().name(), SummaryText.number(entry.getValue())))
                .collect(Collectors.joining());
        return """
                <h2>Not judged by any control</h2>
                <table>
                <tbody>
                %s<tr><td>duplicates, counted once</td><td class="n">%s</td></tr>
                <tr><td>unreadable</td><td class="n">%s</td></tr>
                </tbody>
                </table>
                %s
                """.formatted(
                        ignored,
                        SummaryText.number(summary.seenAgain()),
                        SummaryText.number(summary.unreadable()),
                        unreadable());
    }

    private String unreadable() {
        return summary.firstUnreadable().isEmpty()
                ? ""
                : summary.firstUnreadable().stream()
                        .limit(MOST_ROWS)
                        .map(SummaryPage::item)
                        .collect(Collectors.joining("", "<ul>\n", "</ul>"));
    }

    private static String item(Reading.Unreadable reading) {
        return "<li>%s %s: %s</li>%n"
                .formatted(escaped(reading.source()), escaped(reading.position()), escaped(reading.problem()));
    }

    private static String minute(Instant time) {
        return time.toString().substring(0, "2026-01-31T12:00".length()).replace('T', ' ');
    }
}
