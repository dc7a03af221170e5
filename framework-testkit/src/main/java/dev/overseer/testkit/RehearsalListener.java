package dev.overseer.testkit;

import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.incident.Step;

/** Hears what happens in a rehearsal, in the order of virtual time. */
public interface RehearsalListener {

    /** Something came in: for an event that is still to be opened, when the clock has reached it. */
    void arrived(Arrival arrival);

    /** A look ended. */
    void looked(Step step);
}
