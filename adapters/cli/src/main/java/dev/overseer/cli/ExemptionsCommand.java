package dev.overseer.cli;

import dev.overseer.cli.report.ListedExemption;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
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
import java.util.function.Predicate;
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

    /**
     * An exemption, and which incidents are about its subject: others may have the same reason, owner and end.
     *
     * @param concerns told of incidents of its control, or of every control
     */
    private record Exempting(ListedExemption listed, Predicate<Incident> concerns) {
        static Exempting of(Exemption exemption) {
            return new Exempting(
                    ListedExemption.of(exemption), incident -> exemption.mayCover(incident.target(), incident.event()));
        }

        static Exempting of(Undo undo) {
            return new Exempting(
                    ListedExemption.of(undo), incident -> incident.target().equals(undo.target()));
        }

        boolean covered(IncidentEntry entry) {
            return listed.covered(entry) && concerns.test(entry.incident());
        }
    }

    @Override
    public Integer call() {
        Instant now = Clock.systemUTC().instant();
        List<Exempting> exemptions = Stream.concat(
                        ledger.rules(terminal).map(Rules::exemptions).orElse(List.of()).stream()
                                .map(Exempting::of),
                        undone(now).stream().map(Exempting::of))
                .sorted(Comparator.comparing(exemption -> exemption.listed().until()))
                .toList();
        List<IncidentEntry> exempted = exemptions.isEmpty() ? List.of() : exempted();
        exemptions.forEach(exemption -> print(exemption.listed(), covered(exemption, exempted), now));
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

    /** Before anything ran there is no ledger, and what is exempted can be listed all the same. */
    private List<IncidentEntry> exempted() {
        if (!ledger.exists(terminal)) {
            return List.of();
        }
        try (LedgerOptions.Opened opened = ledger.open(terminal)) {
            List<IncidentEntry> found = opened.ledger()
                    .find(new IncidentFilter(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Set.of(Outcome.Kind.EXEMPT.name()),
                            false,
                            MOST_COVERED));
            if (found.size() == MOST_COVERED) {
                terminal.err()
                        .println("What was covered is told of the last %,d exempted incidents".formatted(MOST_COVERED));
            }
            return found;
        }
    }

    private static List<String> covered(Exempting exemption, List<IncidentEntry> exempted) {
        return exempted.stream()
                .filter(exemption::covered)
                .map(entry -> Printable.line(entry.incident().target().id(), 60))
                .distinct()
                .toList();
    }

    private void print(ListedExemption exemption, List<String> covered, Instant now) {
        line("%s  %s  %s"
                .formatted(
                        left(exemption.until(), now),
                        exemption.control().orElse("every control"),
                        Printable.line(exemption.subject())));
        line("    %s, until %s (%s)"
                .formatted(Printable.line(exemption.by()), Documents.time(exemption.until()), exemption.said()));
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
