package dev.overseer.cli;

import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.StoryDocument;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.IncidentFilter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what waits. */
@Command(
        name = "inflight",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = "Lists the incidents that wait, and what they wait for; the next to be looked at comes first.",
        footerHeading = "%nExample:%n",
        footer = "  overseer inflight -o json | jq -r .incident")
final class InflightCommand implements Callable<Integer> {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_TEXT = 200;

    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text, or json for one document a line. Default: text.")
    private OutputOptions.Format format = OutputOptions.Format.TEXT;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 1000.")
    private int limit = 1000;

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    InflightCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new UsageException("--limit must be 1 or more, not " + limit);
        }
        List<IncidentEntry> open;
        try (LedgerOptions.Opened opened = ledger.open(terminal)) {
            open = opened.ledger().find(open(Optional.empty(), limit)).stream()
                    .sorted(Comparator.comparing(InflightCommand::nextLook))
                    .toList();
        }
        switch (format) {
            case JSON -> open.forEach(entry -> line(Documents.line(StoryDocument.entry(entry))));
            case TEXT -> text(open, Clock.systemUTC().instant());
        }
        if (open.size() == limit) {
            terminal.err()
                    .println("overseer: these are the %d that came to wait last; --limit shows more, if there are more"
                            .formatted(limit));
        }
        terminal.out().flush();
        return ExitStatus.OK;
    }

    /**
     * Returns the filter for what is under way.
     *
     * @param before only what came to wait before this
     */
    static IncidentFilter open(Optional<Instant> before, int limit) {
        return new IncidentFilter(
                Optional.empty(),
                before,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(IncidentsCommand.OPEN),
                false,
                limit);
    }

    /** Returns when an incident is to be looked at again. */
    static Instant nextLook(IncidentEntry entry) {
        return switch (entry.standing()) {
            case Standing.Open open -> open.nextLook();
            case Standing.Over over -> entry.at();
        };
    }

    /** Returns when the ledger hears of an incident again at the latest: looks after which it still waits are not kept. */
    static Instant heardOfBy(IncidentEntry entry) {
        return switch (entry.standing()) {
            case Standing.Open open -> open.heardOfBy();
            case Standing.Over over -> entry.at();
        };
    }

    private void text(List<IncidentEntry> open, Instant now) {
        for (IncidentEntry entry : open) {
            Incident incident = entry.incident();
            line("%-16s  %s  %s  %s/%s  %s"
                    .formatted(
                            when(entry, now),
                            incident.control(),
                            Printable.line(incident.target().id(), LONGEST_NAME),
                            incident.target().account(),
                            incident.target().region(),
                            incident.id()));
            if (entry.standing() instanceof Standing.Open waiting) {
                line("    waits for %s (%s%s so far)"
                        .formatted(
                                Printable.line(waiting.awaited(), LONGEST_TEXT),
                                waiting.limit()
                                        .map(limit -> "until " + Documents.time(limit) + " at most, ")
                                        .orElse(""),
                                incident.looks() == 1 ? "1 look" : incident.looks() + " looks"));
            }
        }
        line(
                open.isEmpty()
                        ? "nothing waits"
                        : open.size() == 1 ? "1 incident waits" : open.size() + " incidents wait");
    }

    private static String when(IncidentEntry entry, Instant now) {
        Duration left = Duration.between(now, nextLook(entry));
        if (!left.isNegative()) {
            return "in " + Durations.text(left.truncatedTo(ChronoUnit.SECONDS));
        }
        Duration rest = Duration.between(now, heardOfBy(entry));
        return rest.isNegative()
                ? "overdue " + Durations.text(rest.negated().truncatedTo(ChronoUnit.SECONDS))
                : "within " + Durations.text(rest.truncatedTo(ChronoUnit.SECONDS));
    }

    private void line(String text) {
        terminal.out().print(text + "\n");
    }
}
