package dev.overseer.runtime.ledger;

import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * As much of an incident as is counted: a ledger gives a million of them in seconds.
 *
 * @param incident the id
 * @param at when it came to stand where it does
 * @param state as {@link IncidentEntry#state} says
 * @param account of the target
 * @param principal who caused it, in lower case; blank if a sweep came upon the target
 * @param released whether somebody gave leave for it; only unresolved ones are asked about
 * @param remedy empty unless it is REMEDIATED
 */
public record IncidentBrief(
        String incident,
        Instant at,
        String state,
        String control,
        String account,
        String principal,
        boolean released,
        Optional<Remedy> remedy) {

    /**
     * What is counted of a remediation.
     *
     * @param causedAt when the event was, or when the sweep began
     * @param deleted whether one of its writes deletes: the name of an API call that does begins with {@code Delete} or
     *     {@code Terminate}
     */
    public record Remedy(Instant causedAt, boolean deleted) {
        private static final List<String> DELETING = List.of("Delete", "Terminate");

        /** Returns what is counted of an entry; empty unless it is REMEDIATED. */
        public static Optional<Remedy> of(IncidentEntry entry) {
            return entry.standing() instanceof Standing.Over(Outcome outcome) && outcome.kind() == Kind.REMEDIATED
                    ? Optional.of(new Remedy(
                            entry.incident().cause().at(),
                            outcome.writes().stream().anyMatch(Remedy::deletes)))
                    : Optional.empty();
        }

        private static boolean deletes(String action) {
            String call = action.substring(action.indexOf(':') + 1);
            return DELETING.stream().anyMatch(call::startsWith);
        }
    }

    /** Returns an entry in brief. */
    public static IncidentBrief of(IncidentEntry entry, boolean released) {
        Incident incident = entry.incident();
        return new IncidentBrief(
                incident.id(),
                entry.at(),
                entry.state(),
                incident.control(),
                incident.target().account(),
                incident.principal().toLowerCase(Locale.ROOT),
                released,
                Remedy.of(entry));
    }

    /** Returns whether an entry waits for a person, unless one gave leave for it. */
    public static boolean isUnresolved(IncidentEntry entry) {
        return entry.standing() instanceof Standing.Over(Outcome outcome)
                && outcome.kind().unresolved();
    }
}
