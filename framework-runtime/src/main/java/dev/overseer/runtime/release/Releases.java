package dev.overseer.runtime.release;

import dev.overseer.api.Finding;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.runtime.ledger.Release;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives people's leave: to do what was held, or to try again what failed. What follows is an incident of its own, which is
 * read, checked and decided anew. Safe for several threads.
 */
public final class Releases {
    private static final Set<Outcome.Kind> HELD = EnumSet.of(Outcome.Kind.HELD);
    private static final Set<Outcome.Kind> FAILED = EnumSet.of(Outcome.Kind.FAILED, Outcome.Kind.TIMED_OUT);

    private final LedgerArchive ledger;
    private final Clock clock;

    public Releases(LedgerArchive ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What became of asking for leave. */
    public sealed interface Answer {

        /**
         * It was given.
         *
         * @param successor to be brought to a host
         * @param leave as the ledger has it
         * @param first false if somebody gave it before: then their leave counts, and to bring the successor to a host
         *     again does no harm
         */
        record Given(Incident successor, Release leave, boolean first) implements Answer {}

        /** It cannot be given; says why, and what to do. */
        record Refused(String incident, String reason) implements Answer {}
    }

    /**
     * Gives leave to do what was held.
     *
     * @param incident the id of a HELD incident
     * @param by who, as STS knows them: whoever caused the event cannot approve it
     * @throws dev.overseer.runtime.ledger.LedgerException if the ledger cannot be reached
     */
    public Answer approve(String incident, String by, String reason) {
        return answer(Release.Kind.APPROVED, incident, by, reason);
    }

    /**
     * Gives leave to try again.
     *
     * @param incident the id of a FAILED or TIMED_OUT incident
     * @param by who, as STS knows them
     * @throws dev.overseer.runtime.ledger.LedgerException if the ledger cannot be reached
     */
    public Answer retry(String incident, String by, String reason) {
        return answer(Release.Kind.RETRIED, incident, by, reason);
    }

    /** Returns the incidents that wait for leave of a kind, the latest first. */
    public List<IncidentEntry> waiting(
            Release.Kind kind, Optional<String> control, Optional<String> account, int most) {
        return ledger.find(new IncidentFilter(
                Optional.empty(),
                Optional.empty(),
                control,
                account,
                Optional.empty(),
                names(outcomes(kind)),
                true,
                most));
    }

    /** Lets a control go on in an account in which it stopped. */
    public Lift lift(String control, String account, String by, String reason) {
        Lift lift = new Lift(control, account, by, reason, clock.instant());
        ledger.lift(lift);
        return lift;
    }

    private Answer answer(Release.Kind kind, String incident, String by, String reason) {
        Optional<IncidentEntry> entry = ledger.entry(incident);
        if (entry.isEmpty()) {
            return new Answer.Refused(
                    incident,
                    "is not in the ledger. `overseer incidents --unresolved` lists those that wait for leave");
        }
        return objection(kind, entry.get(), by)
                .<Answer>map(objection -> new Answer.Refused(incident, objection))
                .orElseGet(() -> given(kind, entry.get(), by, reason));
    }

    private static Optional<String> objection(Release.Kind kind, IncidentEntry entry, String by) {
        if (!names(outcomes(kind)).contains(entry.state())) {
            return Optional.of("is %s. %s is for %s"
                    .formatted(
                            entry.state(),
                            kind == Release.Kind.APPROVED ? "approve" : "retry",
                            String.join(" and ", names(outcomes(kind)))));
        }
        boolean own = by.equals(entry.incident().principal());
        return kind == Release.Kind.APPROVED && own
                ? Optional.of("was caused by %s, who cannot approve it. Ask somebody else".formatted(by))
                : Optional.empty();
    }

    private Answer given(Release.Kind kind, IncidentEntry held, String by, String reason) {
        Instant now = clock.instant();
        Incident predecessor = held.incident();
        Release leave =
                new Release(kind, predecessor.id(), predecessor.successor(now).id(), findings(held), by, reason, now);
        Release counting = ledger.release(leave);
        boolean first = counting.equals(leave);
        Incident successor = predecessor.successor(counting.at());
        if (first) {
            keep(successor, held, now);
        }
        return new Answer.Given(successor, counting, first);
    }

    /** In flight from the start: if it never comes to a host, it is overdue, and found. */
    private void keep(Incident successor, IncidentEntry held, Instant now) {
        Standing standing = new Standing.Open("a host to look at it", now, now, now, findings(held));
        ledger.keep(new IncidentEntry(successor, standing, held.ruling(), held.installation(), now));
    }

    private static List<Finding> findings(IncidentEntry entry) {
        return switch (entry.standing()) {
            case Standing.Open open -> open.findings();
            case Standing.Over(Outcome outcome) -> outcome.findings();
        };
    }

    private static Set<Outcome.Kind> outcomes(Release.Kind kind) {
        return switch (kind) {
            case APPROVED -> HELD;
            case RETRIED -> FAILED;
        };
    }

    private static Set<String> names(Set<Outcome.Kind> kinds) {
        return kinds.stream().map(Outcome.Kind::name).collect(Collectors.toSet());
    }
}
