package dev.overseer.runtime.engine;

import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;

/** What came in: something to look at, something to pass over, or something that could not be read. */
public sealed interface Arrival {

    /** An incident, new or on its way, to be advanced. */
    record Opened(Incident incident) implements Arrival {}

    /** An event that opened nothing. */
    record Ignored(IgnoredReason reason, EventRow event) implements Arrival {}

    /** Input that could not be read. */
    record Unreadable(Reading.Unreadable reading) implements Arrival {}
}
