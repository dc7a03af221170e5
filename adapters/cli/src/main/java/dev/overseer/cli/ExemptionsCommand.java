package dev.overseer.cli;

import dev.overseer.cli.report.ListedExemption;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.Undo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what is exempted, and what that covered. */
@Command(
        name = "exemptions",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Lists the exemptions of the configuration, and those that undos brought with them, the first to end first, with"
                        + " how long each still holds and what it covered so far.",
        footerHeading = "%nExample:%n",
        footer = "  overseer exemptions")
final class ExemptionsCommand implements Callable<Integer> {
    private static final int MOST_COVERED = 10_000;
    private static final int MOST_NAMED = 5;

    private final Terminal terminal;

    @Mixin
    private final LedgerOptions ledger = new LedgerOptions();

    ExemptionsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Instant now = Clock.systemUTC().instant();
        List<ListedExemption> exemptions = Stream.concat(
                        ledger.rules(terminal).map(Rules::exemptions).orElse(List.of()).stream()
                                .map(ListedExemption::of),
                        undone(now).stream().map(ListedExemption::of))
                .sorted(Comparator.comparing(ListedExemption::until))
                .toList();
        List<IncidentEntry> exempted = exemptions.isEmpty() ? List.of() : exempted();
        exemptions.forEach(exemption -> print(exemption, exempted, now));
        if (exemptions.isEmpty()) {
            line("no exemptions");
        }
        terminal.out().flush();
        return ExitStatus.OK;
    }

    private List<Undo> undone(Instant now) {
        if (!ledger.exists(terminal)) {
            return List.of();
        }
        try (LedgerOptions.Opened opened = ledger.open(terminal)) {
            return opened.ledger().exempting(now);
        }
    }

    private List<IncidentEntry> exempted() {
        try (LedgerOptions.Opened opened = ledger.open(terminal)) {
            return opened.ledger()
                    .find(new IncidentFilter(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Set.of(Outcome.Kind.EXEMPT.name()),
                            false,
                            MOST_COVERED));
        }
    }

    private void print(ListedExemption exemption, List<IncidentEntry> exempted, Instant now) {
        line("%s  %s  %s"
                .formatted(
                        left(exemption.until(), now),
                        exemption.control().orElse("every control"),
                        Printable.line(exemption.subject())));
        line("    %s, until %s (%s)"
                .formatted(Printable.line(exemption.by()), Documents.time(exemption.until()), exemption.said()));
        List<String> covered = exempted.stream()
                .filter(exemption::covered)
                .map(entry -> Printable.line(entry.incident().target().id(), 60))
                .distinct()
                .toList();
        line("    covered " + covered(covered));
    }

    private static String covered(List<String> names) {
        if (names.isEmpty()) {
            return "nothing so far";
        }
        String first = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        return names.size() <= MOST_NAMED ? first : "%s and %d more".formatted(first, names.size() - MOST_NAMED);
    }

    private static String left(Instant until, Instant now) {
        if (!now.isBefore(until)) {
            return "expired      ";
        }
        Duration left = Duration.between(now, until);
        return left.toDays() > 0 ? left(left.toDays(), "day") : left(left.toHours(), "hour");
    }

    private static String left(long number, String unit) {
        return "%4d %s left".formatted(number, number == 1 ? unit + " " : unit + "s");
    }

    private void line(String text) {
        terminal.out().print(text + "\n");
    }
}
