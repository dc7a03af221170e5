package dev.overseer.cli;

import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Exemption.Subject;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
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

    /**
     * An exemption of the configuration, or one that an undo brought with it.
     *
     * @param text as outcomes quote it
     */
    private record Listed(
            Instant until, Optional<String> control, String subject, String by, String text, String said) {

        static Listed of(Exemption exemption) {
            return new Listed(
                    exemption.until(),
                    exemption.control(),
                    ExemptionsCommand.subject(exemption.subject()),
                    "%s; %s".formatted(exemption.reason(), exemption.owner()),
                    exemption.text(),
                    exemption.said().text());
        }

        static Listed of(Undo undo) {
            return new Listed(
                    undo.until(),
                    Optional.of(undo.control()),
                    "resource %s in %s/%s"
                            .formatted(
                                    undo.target().id(),
                                    undo.target().account(),
                                    undo.target().region()),
                    "%s; %s".formatted(undo.reason(), undo.by()),
                    undo.exemption(),
                    "undo of " + undo.incident());
        }

        /** An outcome quotes the exemption, but where that stands in the file may have changed since. */
        boolean covered(IncidentEntry entry) {
            return entry.standing() instanceof Standing.Over(Outcome outcome)
                    && control.map(entry.incident().control()::equals).orElse(true)
                    && outcome.summary().startsWith(text);
        }
    }

    @Override
    public Integer call() {
        Instant now = Clock.systemUTC().instant();
        List<Listed> exemptions = Stream.concat(
                        ledger.rules(terminal).map(Rules::exemptions).orElse(List.of()).stream()
                                .map(Listed::of),
                        undone(now).stream().map(Listed::of))
                .sorted(Comparator.comparing(Listed::until))
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

    private void print(Listed exemption, List<IncidentEntry> exempted, Instant now) {
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

    private static String subject(Subject subject) {
        return switch (subject) {
            case Subject.Resource(var id) -> "resource " + id.text();
            case Subject.Principal(var arn) -> "principal " + arn.text();
            case Subject.Event(var pattern) -> "event " + pattern.json();
            case Subject.Tag(String key, String value) -> "tag %s=%s".formatted(key, value);
        };
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
