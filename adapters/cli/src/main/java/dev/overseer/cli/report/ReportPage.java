package dev.overseer.cli.report;

import dev.overseer.cli.html.Inline;
import dev.overseer.runtime.ledger.LedgerArchive.Passed;
import dev.overseer.runtime.ledger.Span;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A report as one HTML page that asks no other host for anything, and has a policy that says so.
 *
 * @param survey all incidents of the time
 * @param span the time
 * @param people how deleters are written, by what the survey calls them
 * @param stories of the incidents that were picked
 * @param exemptions in force or not
 * @param passed empty if only a part of all time was asked for, since nobody knows when these were
 * @param now when the page is made
 */
public record ReportPage(
        Survey survey,
        Span span,
        Map<String, String> people,
        StoryData stories,
        List<ListedExemption> exemptions,
        List<Passed> passed,
        Instant now) {
    /** Of so many incidents the page has the stories, if they are as long as usual. */
    public static final int STORIES = 500;

    /** So many of them may be unfinished, if there are enough others. */
    public static final int UNFINISHED = 350;

    /** Of so many deleters the page has the names. */
    public static final int DELETERS = ReportTables.ROWS;

    /** In characters: the page stays below 2 MB with all that is around them. */
    public static final int ROOM_FOR_STORIES = 1_600_000;

    private static final String TEMPLATE = "report.jte";

    public ReportPage {
        people = Map.copyOf(people);
        exemptions = List.copyOf(exemptions);
        passed = List.copyOf(passed);
    }

    /** Returns the page. */
    public String text() {
        Inline style = Inline.commonStyle().and(Inline.resource(ReportPage.class, "report.css"));
        Inline script = Inline.resource(ReportPage.class, "report.js");
        StringOutput out = new StringOutput(1 << 20);
        TemplateEngine.createPrecompiled(null, ContentType.Html, ReportPage.class.getClassLoader())
                .render(TEMPLATE, new ReportWords(this).view(style, script), out);
        return out.toString();
    }
}
