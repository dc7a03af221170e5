package dev.overseer.runtime.ledger;

import java.util.List;
import java.util.Optional;

/**
 * All that a ledger has about an incident.
 *
 * @param leave by which it was opened
 * @param released the leave that was given for it
 * @param undo the last time that somebody had it undone
 * @param undoing what that wrote
 */
public record Story(
        IncidentEntry entry,
        List<Transition> transitions,
        List<JournaledWrite> writes,
        Optional<Release> leave,
        Optional<Release> released,
        Optional<Undo> undo,
        List<JournaledWrite> undoing) {
    public Story {
        transitions = List.copyOf(transitions);
        writes = List.copyOf(writes);
        undoing = List.copyOf(undoing);
    }

    /** Returns what a ledger has about an incident. */
    public static Story of(IncidentEntry entry, LedgerArchive ledger) {
        String id = entry.incident().id();
        Optional<Undo> undo = ledger.undo(id);
        return new Story(
                entry,
                ledger.transitions(id),
                ledger.writes(id),
                ledger.releaseOf(id),
                ledger.released(id),
                undo,
                undo.map(begun -> ledger.writes(begun.journal())).orElse(List.of()));
    }
}
