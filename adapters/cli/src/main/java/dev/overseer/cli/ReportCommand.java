package dev.overseer.cli;

import dev.overseer.cli.report.ListedExemption;
import dev.overseer.cli.report.ReportPage;
import dev.overseer.cli.report.StoryData;
import dev.overseer.cli.report.Survey;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.Span;
import dev.overseer.runtime.ledger.Story;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a page of what the ledger has. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Makes a page for people to look at: outcomes over time, by control and account, deletions by user, time to"
                        + " remediate, what is unresolved, exemptions in force, and incidents with their stories. One file that asks no"
                        + " other host for anything.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer report --html report.html",
            "  overseer report --html january.html --from 2026-01-01 --to 2026-02-01"
        })
final class ReportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            required = true,
            description = "Where to; a file that is there is replaced when all is written. - is stdout.")
    private String file = "";

    @Mixin
    private final SpanOptions time = new SpanOptions();

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Clock clock = Clock.systemUTC();
        Span span = time.span(clock);
        List<ListedExemption> configured = ledger.rules(terminal).map(Rules::exemptions).orElse(List.of()).stream()
                .map(ListedExemption::of)
                .toList();
        try (LedgerOptions.Opened opened = ledger.open(terminal);
                NewFile page = NewFile.open("--html", file, terminal)) {
            page.write(page(opened.ledger(), span, configured, clock.instant()));
            page.finish();
        }
        return ExitStatus.OK;
    }

    private static String page(LedgerArchive archive, Span span, List<ListedExemption> configured, Instant now) {
        Survey survey = new Survey(now, ReportPage.STORIES, ReportPage.UNFINISHED);
        archive.survey(span, survey);
        List<ListedExemption> exemptions = Stream.concat(
                        configured.stream(), archive.exempting(now).stream().map(ListedExemption::of))
                .toList();
        return new ReportPage(
                        survey,
                        span,
                        people(survey, archive),
                        stories(survey, archive),
                        exemptions,
                        span.equals(Span.ALL) ? archive.passed() : List.of(),
                        now)
                .text();
    }

    /** One at a time, and no more than there is room for: an event may be as large as a page. */
    private static StoryData stories(Survey survey, LedgerArchive archive) {
        StoryData stories = new StoryData(ReportPage.ROOM_FOR_STORIES);
        boolean room = true;
        for (Iterator<String> picked = survey.picked().iterator(); room && picked.hasNext(); ) {
            room = archive.entry(picked.next())
                    .map(entry -> stories.add(Story.of(entry, archive)))
                    .orElse(true);
        }
        return stories;
    }

    /** Returns how deleters write themselves: a ledger may count them in lower case. */
    private static Map<String, String> people(Survey survey, LedgerArchive archive) {
        Map<String, String> people = new HashMap<>();
        for (Survey.Deleter deleter : survey.deleters(ReportPage.DELETERS)) {
            archive.entry(deleter.sample())
                    .map(IncidentEntry::incident)
                    .ifPresent(incident -> people.put(deleter.person(), deleter.writtenLike(incident.principal())));
        }
        return people;
    }
}
