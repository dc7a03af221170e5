package dev.overseer.runtime.ledger;

import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import java.util.List;

/**
 * Where writes and outcomes are kept. Shared by all engines that may look at the same incident, and outlives them.
 *
 * <p>Safe for several threads. Every method may throw {@link LedgerException} when the ledger cannot be reached; the
 * engine then writes nothing.
 */
public interface Ledger {

    /**
     * Journals, in one atomic step, that a write is about to be sent, unless the same write took effect before or is under
     * way. A write that was sent and not answered within {@link WriteIntent#patience} counts as one whose effect is
     * unknown, and may be sent again: its sender has crashed.
     */
    Claim claim(WriteIntent intent);

    /** Journals how a write that was granted ended. */
    void settle(Claim.Granted write, WriteResult result);

    /** Returns the incident's journal, in the order in which the writes were sent. */
    List<JournaledWrite> writes(String incident);

    /**
     * Keeps an outcome.
     *
     * @return whether this is news: false if the incident was closed before and nothing has been written since. What was only planned
     *     before, and is not now, is news
     */
    boolean close(Incident incident, Outcome outcome);
}
