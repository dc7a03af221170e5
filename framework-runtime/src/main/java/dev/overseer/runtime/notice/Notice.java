package dev.overseer.runtime.notice;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.Finding;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import java.time.Instant;
import java.util.List;

/** What somebody is told of one incident. Texts in it may quote names from the event: escape before printing. */
public sealed interface Notice {

    /** The control of the incident, for its title and severity. */
    ControlDescriptor control();

    Incident incident();

    /** Returns {@code ANNOUNCED}, or the name of the outcome: what filters name and subjects say. */
    String state();

    /** When it came to this, by the engine's clock. */
    Instant at();

    /** Returns what stays the same however often this is told, so that a receiver can tell a repetition from news. */
    default String key() {
        return incident().id() + "/" + state();
    }

    /** An incident is over. */
    record Over(ControlDescriptor control, Incident incident, Outcome outcome) implements Notice {
        @Override
        public String state() {
            return outcome.kind().name();
        }

        @Override
        public Instant at() {
            return outcome.closedAt();
        }
    }

    /**
     * The owner of a target has until a certain time to put it right.
     *
     * @param findings the checks that the target fails
     * @param until the end of the grace
     */
    record Announced(ControlDescriptor control, Incident incident, List<Finding> findings, Instant until, Instant at)
            implements Notice {
        /** The state of what is announced. */
        public static final String STATE = "ANNOUNCED";

        public Announced {
            findings = List.copyOf(findings);
        }

        @Override
        public String state() {
            return STATE;
        }
    }
}
