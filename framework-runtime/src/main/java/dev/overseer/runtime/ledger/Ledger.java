package dev.overseer.runtime.ledger;

import dev.overseer.api.ResourceRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where writes and outcomes are kept, and limits are counted. Shared by all engines that may look at the same incident, and
 * outlives them.
 *
 * <p>Safe for several threads. Every method may throw {@link LedgerException} when the ledger cannot be reached; the
 * engine then writes nothing.
 */
public interface Ledger {

    /**
     * Returns whether what is kept outlives the process. Where it does not, nothing is destroyed that only the ledger could
     * bring back.
     */
    default boolean lasts() {
        return true;
    }

    /**
     * Journals, in one atomic step, that a write is about to be sent, unless the same write took effect before or is under
     * way, or the incident has not written yet and a {@linkplain Tally#reached limit is reached}. A write that was sent and
     * not answered within {@link WriteIntent#patience} counts as one whose effect is unknown, and may be sent again: its
     * sender has crashed. So may one that AWS refused or did not answer clearly. What was held leaves no trace.
     */
    Claim claim(WriteIntent intent);

    /**
     * Journals how a write that was granted ended.
     *
     * @throws IllegalStateException if it was never granted
     */
    void settle(Claim.Granted write, WriteResult result);

    /** Returns the incident's journal, in the order in which the writes were sent. */
    List<JournaledWrite> writes(String incident);

    /** Keeps where an incident stands that goes on; its {@linkplain IncidentEntry#standing standing} is {@code Open}. */
    void keep(IncidentEntry open);

    /**
     * Keeps an outcome; the entry's {@linkplain IncidentEntry#standing standing} is {@code Over}.
     *
     * @return whether this is news: false if the incident was closed before and no write has taken effect since, nor may
     *     have. What was never more than planned before, and is more now, is news
     */
    boolean close(IncidentEntry over);

    /**
     * Counts an incident that was found compliant at first sight. May be kept in batches: a crash may lose some.
     *
     * @param at by the engine's clock
     */
    void passed(String control, String account, Instant at);

    /**
     * Keeps when a violation was first announced to its owner, once.
     *
     * @return when that was: {@code at}, or earlier
     */
    Instant announce(String incident, Instant at);

    /** Returns an incident as it was last kept; empty if it never was, as those that were compliant at first sight. */
    Optional<IncidentEntry> entry(String incident);

    /** Returns the leave by which an incident was opened; empty if it was opened by an event. */
    Optional<Release> releaseOf(String successor);

    /**
     * Keeps how a remediation left its resource, once: what it is later does not count.
     *
     * @param state as {@link WriteIntent#preState} describes resources
     * @param at by the engine's clock
     */
    void left(String incident, String state, Instant at);

    /** Returns the undo by which a control leaves a target alone, the one that ends last if there are several. */
    Optional<Undo> exempting(String control, ResourceRef target, Instant now);

    /**
     * Keeps that notices did not reach a destination: adds them to those that are kept of it, unless that {@linkplain
     * Undelivered#over is over}.
     */
    void undelivered(Undelivered more);

    /**
     * Keeps that a destination took a notice, where it is kept that others did not reach it until then. Writes nothing
     * otherwise.
     *
     * @param destination as in {@link Undelivered}
     * @param at by the engine's clock
     */
    void delivered(String destination, Instant at);
}
