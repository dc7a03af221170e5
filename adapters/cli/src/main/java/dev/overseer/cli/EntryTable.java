package dev.overseer.cli;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.cli.story.StoryWords;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.StoryDocument;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Lists incidents of the ledger. Whatever comes from outside is escaped here. */
final class EntryTable {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_TEXT = 300;
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";
    private static final List<String> COLUMNS = List.of(
            "at",
            "state",
            "control",
            "account",
            "region",
            "type",
            "target",
            "incident",
            "event",
            "eventTime",
            "principal",
            "findings",
            "writes",
            "summary");

    private final PrintStream out;

    EntryTable(PrintStream out) {
        this.out = out;
    }

    /** Some lines each: what and where, then why, what was wrong, and by whom. */
    void text(List<IncidentEntry> entries) {
        int states = width(entries.stream().map(IncidentEntry::state).toList());
        int controls =
                width(entries.stream().map(entry -> entry.incident().control()).toList());
        for (IncidentEntry entry : entries) {
            Incident incident = entry.incident();
            line("%s  %s  %s  %s  %s/%s  %s"
                    .formatted(
                            Documents.time(entry.at()),
                            padded(entry.state(), states),
                            padded(incident.control(), controls),
                            Printable.line(incident.target().id(), LONGEST_NAME),
                            incident.target().account(),
                            incident.target().region(),
                            incident.id()));
            line("    " + Printable.line(StoryWords.summary(entry), LONGEST_TEXT));
            List<Finding> findings = StoryWords.findings(entry);
            if (!findings.isEmpty()) {
                line("    " + Printable.line(Wording.clauses(findings), LONGEST_TEXT));
            }
            line("    " + cause(incident.cause()));
        }
        if (entries.isEmpty()) {
            line("none");
        }
    }

    void json(List<IncidentEntry> entries) {
        entries.forEach(entry -> line(Documents.line(StoryDocument.entry(entry))));
    }

    void csv(List<IncidentEntry> entries) {
        line(String.join(",", COLUMNS));
        entries.forEach(
                entry -> line(cells(entry).stream().map(EntryTable::cell).collect(Collectors.joining(","))));
    }

    private static String cause(Cause cause) {
        return switch (cause) {
            case Cause.Reported(CloudTrailEvent event, boolean creation) ->
                "%s by %s".formatted(Printable.line(event.name(), LONGEST_NAME), Printable.line(event.principal()));
            case Cause.Swept(Instant startedAt) -> "found by the sweep of " + Documents.time(startedAt);
        };
    }

    private static List<String> cells(IncidentEntry entry) {
        Incident incident = entry.incident();
        List<String> writes = entry.standing() instanceof Standing.Over(Outcome outcome) ? outcome.writes() : List.of();
        return List.of(
                Documents.time(entry.at()),
                entry.state(),
                incident.control(),
                incident.target().account(),
                incident.target().region(),
                incident.target().type(),
                incident.target().id(),
                incident.id(),
                incident.cause().id(),
                Documents.time(incident.cause().at()),
                incident.principal(),
                StoryWords.findings(entry).stream().map(Finding::check).collect(Collectors.joining(" ")),
                String.join(" ", writes),
                StoryWords.summary(entry));
    }

    /**
     * A cell that begins like a formula would be one in a spreadsheet: an apostrophe keeps it text. Some pass over spaces
     * before it, and take the wide forms of East Asian writing for the same.
     */
    private static String cell(String value) {
        String clean = Printable.line(value);
        String start = clean.stripLeading();
        String harmless = !start.isEmpty() && FORMULA.indexOf(start.charAt(0)) >= 0 ? "'" + clean : clean;
        boolean quoted = harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == ' ' || c == '\'');
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private void line(String text) {
        out.print(text + "\n");
    }
}
