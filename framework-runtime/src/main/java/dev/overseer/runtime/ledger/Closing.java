package dev.overseer.runtime.ledger;

import dev.overseer.runtime.incident.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What has been told of a closed incident; a ledger keeps it to tell news from what is seen again.
 *
 * @param writes how many writes had taken effect by then, or may have
 * @param onlyPlanned whether it never was more than planned
 */
public record Closing(long writes, boolean onlyPlanned) {

    /**
     * Returns what there is to tell of an incident. It is news if it differs from what was told before.
     *
     * @param journal the incident's
     * @param before what was told when it was closed before, if it was
     */
    public static Closing of(IncidentEntry over, List<JournaledWrite> journal, Optional<Closing> before) {
        long effects =
                journal.stream().filter(JournaledWrite::mayHaveTakenEffect).count();
        boolean planned = over.state().equals(Outcome.Kind.PLANNED.name());
        return before.map(told -> new Closing(Math.max(told.writes, effects), told.onlyPlanned && planned))
                .orElseGet(() -> new Closing(effects, planned));
    }
}
