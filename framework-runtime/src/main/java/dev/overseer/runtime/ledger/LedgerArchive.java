package dev.overseer.runtime.ledger;

import dev.overseer.runtime.incident.Cause;
import java.util.List;
import java.util.Optional;

/**
 * What people read of a ledger, and what they add to it. Safe for several threads. Every method may throw {@link
 * LedgerException}.
 */
public interface LedgerArchive extends Ledger {

    /** Returns the incidents that a filter asks for, the latest first by when they came to stand where they do. */
    List<IncidentEntry> find(IncidentFilter filter);

    /** Returns the incidents of an event, by the id in its record, or of a sweep by {@link Cause#id}; the earliest first by when they came to stand where they do. */
    List<IncidentEntry> ofEvent(String eventId);

    /** Returns where an incident stood after each look, in order. */
    List<Transition> transitions(String incident);

    /** Returns the leave that was given for an unresolved incident; empty if none was. */
    Optional<Release> released(String predecessor);

    /**
     * Gives leave, unless it was given before.
     *
     * @return the leave that counts: this one, or the earlier one of somebody else
     */
    Release release(Release leave);

    /** Lets a control go on where it stopped. */
    void lift(Lift lift);

    /** Returns all leaves for controls, in order. */
    List<Lift> lifts();

    /** Returns how many incidents were {@linkplain #passed compliant at first sight}, by control and account. */
    List<Passed> passed();

    /** How many incidents of a control in an account were compliant at first sight. */
    record Passed(String control, String account, long count) {}
}
