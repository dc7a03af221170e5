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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what is exempted, and what that covered. */
@Command(
        name = "exemptions",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Lists the exemptions of the configuration, the first to end first, with how long each still holds and"
                        + " what it covered so far.",
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
        List<Exemption> exemptions = ledger.rules(terminal).map(Rules::exemptions).orElse(List.of()).stream()
                .sorted(Comparator.comparing(Exemption::until))
                .toList();
        List<IncidentEntry> exempted = exemptions.isEmpty() ? List.of() : exempted();
        Instant now = Clock.systemUTC().instant();
        exemptions.forEach(exemption -> print(exemption, exempted, now));
        if (exemptions.isEmpty()) {
            line("no exemptions");
        }
        terminal.out().flush();
        return ExitStatus.OK;
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

    private void print(Exemption exemption, List<IncidentEntry> exempted, Instant now) {
        line("%s  %s  %s"
                .formatted(
                        left(exemption, now),
                        exemption.control().orElse("every control"),
                        Printable.line(subject(exemption.subject()))));
        line("    %s; %s, until %s (%s)"
                .formatted(
                        Printable.line(exemption.reason()),
                        Printable.line(exemption.owner()),
                        Documents.time(exemption.until()),
                        exemption.said()));
        List<String> covered = exempted.stream()
                .filter(entry -> isBy(entry, exemption))
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

    /** An outcome quotes the exemption, but where that stands in the file may have changed since. */
    private static boolean isBy(IncidentEntry entry, Exemption exemption) {
        return entry.standing() instanceof Standing.Over(Outcome outcome)
                && exemption.concerns(entry.incident().control())
                && outcome.summary().startsWith(exemption.text());
    }

    private static String subject(Subject subject) {
        return switch (subject) {
            case Subject.Resource(var id) -> "resource " + id.text();
            case Subject.Principal(var arn) -> "principal " + arn.text();
            case Subject.Event(var pattern) -> "event " + pattern.json();
            case Subject.Tag(String key, String value) -> "tag %s=%s".formatted(key, value);
        };
    }

    private static String left(Exemption exemption, Instant now) {
        if (!exemption.isInForce(now)) {
            return "expired      ";
        }
        long days = Duration.between(now, exemption.until()).toDays();
        return "%4d %s left".formatted(days, days == 1 ? "day " : "days");
    }

    private void line(String text) {
        terminal.out().print(text + "\n");
    }
}
