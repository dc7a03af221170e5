package dev.overseer.cli;

import dev.overseer.runtime.config.DidYouMean;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.Span;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what the ledger has. */
@Command(
        name = "incidents",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = "Lists the incidents that the ledger has, the latest first.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer incidents --unresolved                    what waits for a person",
            "  overseer incidents --since 24h --control glue-dev-endpoint",
            "  overseer incidents --outcome REMEDIATED -o csv > deleted.csv"
        })
final class IncidentsCommand implements Callable<Integer> {
    static final String OPEN = "OPEN";

    private final Terminal terminal;

    @Option(names = "--control", paramLabel = "CONTROL", description = "Only those of this control.")
    private @Nullable String control;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "Only targets in this account.")
    private @Nullable String account;

    @Option(
            names = "--principal",
            paramLabel = "TEXT",
            description = "Only what was caused by somebody whose ARN holds this text.")
    private @Nullable String principal;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            split = ",",
            description = "Only these outcomes, such as REMEDIATED; OPEN for what is under way. Repeatable.")
    private List<String> outcomes = List.of();

    @Option(
            names = "--unresolved",
            description = "Only what waits for a person: HELD, FAILED and TIMED_OUT without approval or retry.")
    private boolean unresolved;

    @Mixin
    private final SpanOptions time = new SpanOptions();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50.")
    private int limit = 50;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text, json for one document a line, or csv. Default: text.")
    private EntryFormat format = EntryFormat.TEXT;

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    IncidentsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        IncidentFilter filter = filter(Clock.systemUTC());
        List<IncidentEntry> found;
        try (LedgerOptions.Opened opened = ledger.open(terminal)) {
            LedgerArchive archive = opened.ledger();
            found = archive.find(filter);
        }
        EntryTable table = new EntryTable(terminal.out());
        switch (format) {
            case TEXT -> table.text(found);
            case JSON -> table.json(found);
            case CSV -> table.csv(found);
        }
        if (found.size() == limit) {
            terminal.err()
                    .println("overseer: these are the latest %d; --limit shows more, if there are more"
                            .formatted(limit));
        }
        terminal.out().flush();
        return ExitStatus.OK;
    }

    private IncidentFilter filter(Clock clock) {
        if (limit < 1) {
            throw new UsageException("--limit must be 1 or more, not " + limit);
        }
        Span span = time.span(clock);
        return new IncidentFilter(
                span.from(),
                span.to(),
                Optional.ofNullable(control),
                Optional.ofNullable(account),
                Optional.ofNullable(principal),
                states(),
                unresolved,
                limit);
    }

    private Set<String> states() {
        Set<String> known = Arrays.stream(Outcome.Kind.values())
                .map(Outcome.Kind::name)
                .collect(Collectors.toCollection(TreeSet::new));
        known.add(OPEN);
        Set<String> asked =
                outcomes.stream().map(name -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new UsageException(
                        "There is no outcome \"%s\". %s".formatted(name, DidYouMean.sentence(name, known)));
            }
        }
        if (!unresolved) {
            return asked;
        }
        if (!asked.isEmpty()) {
            throw new UsageException("--unresolved stands for three outcomes: leave out --outcome");
        }
        return Arrays.stream(Outcome.Kind.values())
                .filter(Outcome.Kind::unresolved)
                .map(Outcome.Kind::name)
                .collect(Collectors.toSet());
    }
}
