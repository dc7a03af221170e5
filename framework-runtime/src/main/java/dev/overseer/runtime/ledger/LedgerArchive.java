package dev.overseer.runtime.ledger;

import dev.overseer.runtime.incident.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What people read of a ledger, and what they add to it. Safe for several threads. Every method may throw {@link
 * LedgerException}.
 */
public interface LedgerArchive extends Ledger {

    /** Returns the incidents that a filter asks for, the latest first by when they came to stand where they do. */
    List<IncidentEntry> find(IncidentFilter filter);

    /**
     * Gives all incidents that came to stand where they do within a time, the latest first, one at a time: however many there
     * are, few are in memory. What changes meanwhile may be missed.
     *
     * @param taker must not call the ledger
     */
    void each(Span span, Consumer<IncidentEntry> taker);

    /** Gives the same incidents as {@link #each}, in brief: a ledger need not read their documents for that. */
    void survey(Span span, Consumer<IncidentBrief> taker);

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

    /** Returns how a remediation left its resource; empty if that was not kept. */
    Optional<String> left(String incident);

    /**
     * Begins an undo, unless one of the same incident {@linkplain Undo#stands stands} when this one begins.
     *
     * @return the undo that counts: this one, or the earlier one
     */
    Undo begin(Undo undo);

    /** Keeps how an undo ended, unless it is kept that the incident was undone. */
    void end(Undo ended);

    /** Returns the last undo of an incident; empty if there was none. */
    Optional<Undo> undo(String incident);

    /** Returns the undos by which controls leave targets alone, the first to end first. */
    List<Undo> exempting(Instant now);

    /** Returns what did not reach its destination, the last of each, in the order of their texts; also what is over. */
    List<Undelivered> undelivered();

    /** Returns how many incidents were {@linkplain #passed compliant at first sight}, by control and account. */
    List<Passed> passed();

    /** How many incidents of a control in an account were compliant at first sight. */
    record Passed(String control, String account, long count) {}
}
