package dev.overseer.cli.summary;

import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.event.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A summary for a terminal of 80 columns or more. Whatever comes from outside is escaped here. */
public final class SummaryText {
    private static final int WIDEST = 120;
    private static final int LONGEST_NAME = 34;
    private static final int NAME_IN_FULL = 300;
    private static final int NUMBER = 10;
    private static final int MOST_DAYS = 31;
    private static final int MOST_ROWS = 10;
    private static final String BAR = "█";

    private final Summary summary;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private SummaryText(Summary summary, int width) {
        this.summary = summary;
        this.width = Math.min(width, WIDEST);
    }

    /** Returns a summary's lines. */
    public static List<String> lines(Summary summary, int width) {
        SummaryText text = new SummaryText(summary, width);
        text.write();
        return List.copyOf(text.lines);
    }

    private void write() {
        if (summary.all().total() == 0) {
            lines.add("No event was about a resource that a control judges.");
        } else {
            lines.add("%s to %s"
                    .formatted(
                            summary.first().map(SummaryText::minute).orElse(""),
                            summary.last().map(SummaryText::minute).orElse("")));
            Counts all = summary.all();
            lines.add(right(number(all.fails())) + " would be remediated (FAILS)");
            lines.add(right(number(all.passes())) + " would be left alone (PASSES)");
            lines.add(right(number(all.notJudged())) + " would have to be looked at (NOT_JUDGED)");
            tables();
        }
        lines.add("");
        ignored();
        unreadable();
    }

    private void tables() {
        table("CONTROL", summary.controls().worstFirst(), MOST_ROWS * 10, SummaryText::whole);
        checks();
        table("ACCOUNT", summary.accounts().worstFirst(), MOST_ROWS, SummaryText::whole);
        table("REGION", summary.regions().worstFirst(), MOST_ROWS, SummaryText::whole);
        Breakdown days = summary.daysOrMonths(MOST_DAYS);
        table(days == summary.days() ? "DAY" : "MONTH", days.inOrder(), Integer.MAX_VALUE, SummaryText::whole);
        table("WHO", summary.principals().worstFirst(), MOST_ROWS, SummaryText::endOf);
    }

    private void table(String title, List<Breakdown.Row> rows, int most, UnaryOperator<String> shown) {
        lines.add("");
        lines.add(row(title, "FAILS", "PASSES", "NOT_JUDGED"));
        long largest =
                rows.stream().mapToLong(row -> row.counts().total()).max().orElse(1);
        rows.stream()
                .limit(most)
                .forEach(row -> lines.add((row(
                                        shown.apply(row.name()),
                                        number(row.counts().fails()),
                                        number(row.counts().passes()),
                                        number(row.counts().notJudged()))
                                + bar(row.counts().fails(), largest))
                        .stripTrailing()));
        if (rows.size() > most) {
            lines.add("… and %s more (-o json lists them)".formatted(number(rows.size() - most)));
        }
    }

    private void checks() {
        List<Breakdown.Row> rows = summary.checks().worstFirst();
        if (rows.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(padded("CHECK", LONGEST_NAME * 2 - NUMBER) + right("FAILS"));
        rows.stream()
                .limit(MOST_ROWS * 2L)
                .forEach(row -> lines.add(
                        padded(Printable.line(row.name(), LONGEST_NAME * 2 - NUMBER), LONGEST_NAME * 2 - NUMBER)
                                + right(number(row.counts().fails()))));
    }

    private void ignored() {
        if (summary.ignoredInAll() > 0) {
            List<String> reasons = new ArrayList<>();
            summary.ignored().forEach((reason, count) -> reasons.add(number(count) + " " + reason));
            wrapped("ignored %s: %s".formatted(number(summary.ignoredInAll()), String.join(", ", reasons)));
        }
        if (summary.seenAgain() > 0) {
            lines.add("seen again %s: duplicates count once".formatted(number(summary.seenAgain())));
        }
    }

    private void unreadable() {
        if (summary.unreadable() == 0) {
            return;
        }
        lines.add("unreadable %s:".formatted(number(summary.unreadable())));
        summary.firstUnreadable().stream().limit(MOST_ROWS).forEach(reading -> wrapped("  " + place(reading)));
        if (summary.unreadable() > MOST_ROWS) {
            lines.add("  … and %s more (-o json lists the first 100)"
                    .formatted(number(summary.unreadable() - MOST_ROWS)));
        }
    }

    private static String place(Reading.Unreadable reading) {
        String where = reading.position().isEmpty() ? reading.source() : reading.source() + ", " + reading.position();
        return Printable.line(where + ": " + reading.problem(), NAME_IN_FULL * 2);
    }

    /** Adds a text, broken at its spaces where the line ends. */
    private void wrapped(String text) {
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int cut = space > width / 2 ? space : width;
            lines.add(rest.substring(0, cut));
            rest = "    " + rest.substring(cut).stripLeading();
        }
        lines.add(rest);
    }

    private String row(String name, String... numbers) {
        StringBuilder row = new StringBuilder(padded(Printable.line(name, LONGEST_NAME), LONGEST_NAME));
        for (String number : numbers) {
            row.append(right(number));
        }
        return row.toString();
    }

    private String bar(long count, long largest) {
        int room = width - LONGEST_NAME - 3 * (NUMBER + 1) - 2;
        int length = (int) Math.max(count > 0 ? 1 : 0, count * room / Math.max(1, largest));
        return room < 1 ? "" : "  " + BAR.repeat(Math.min(length, room));
    }

    private static String right(String number) {
        return " " + " ".repeat(Math.max(0, NUMBER - number.length())) + number;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String whole(String name) {
        return name;
    }

    /** Returns what tells principals apart, which is at their end. */
    private static String endOf(String principal) {
        return principal.length() <= LONGEST_NAME
                ? principal
                : "…" + principal.substring(principal.length() - LONGEST_NAME + 1);
    }

    private static String minute(Instant time) {
        return time.toString().substring(0, "2026-01-31T12:00".length()).replace('T', ' ');
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
