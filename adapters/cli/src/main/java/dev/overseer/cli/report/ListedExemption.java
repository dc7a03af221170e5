package dev.overseer.cli.report;

import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Exemption.Subject;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Undo;
import java.time.Instant;
import java.util.Optional;

/**
 * An exemption of the configuration, or one that an undo brought with it.
 *
 * @param control empty for every control
 * @param by why, and who answers for it
 * @param text as outcomes quote it
 * @param said where it stands
 */
public record ListedExemption(
        Instant until, Optional<String> control, String subject, String by, String text, String said) {

    /** Returns one of the configuration. */
    public static ListedExemption of(Exemption exemption) {
        return new ListedExemption(
                exemption.until(),
                exemption.control(),
                subject(exemption.subject()),
                "%s; %s".formatted(exemption.reason(), exemption.owner()),
                exemption.text(),
                exemption.said().text());
    }

    /** Returns the one that an undo brought with it. */
    public static ListedExemption of(Undo undo) {
        return new ListedExemption(
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

    /**
     * Returns whether an incident ended by it, or by another of its text. An outcome quotes the exemption, but where that
     * stands in the file may have changed since.
     */
    public boolean covered(IncidentEntry entry) {
        return entry.standing() instanceof Standing.Over(Outcome outcome)
                && control.map(entry.incident().control()::equals).orElse(true)
                && outcome.summary().startsWith(text);
    }

    private static String subject(Subject subject) {
        return switch (subject) {
            case Subject.Resource(var id) -> "resource " + id.text();
            case Subject.Principal(var arn) -> "principal " + arn.text();
            case Subject.Event(var pattern) -> "event " + pattern.json();
            case Subject.Tag(String key, String value) -> "tag %s=%s".formatted(key, value);
        };
    }
}
