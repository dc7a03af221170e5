package dev.overseer.runtime.incident;

import dev.overseer.api.CloudTrailEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Why a resource is looked at. */
public sealed interface Cause {

    /**
     * An event told of it.
     *
     * @param creation whether the event reports that the target was created
     */
    record Reported(CloudTrailEvent event, boolean creation) implements Cause {
        @Override
        public String id() {
            return event.id();
        }

        @Override
        public Instant at() {
            return event.time();
        }
    }

    /**
     * A sweep came upon it.
     *
     * @param startedAt when the sweep began, in whole milliseconds: what it comes upon twice is the same incident
     */
    record Swept(Instant startedAt) implements Cause {
        public Swept {
            startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS);
        }

        @Override
        public String id() {
            return "sweep:" + startedAt;
        }

        @Override
        public Instant at() {
            return startedAt;
        }
    }

    /** Returns the event's id, or {@code sweep:} and when the sweep began. */
    String id();

    /** Returns when the event was, or when the sweep began. */
    Instant at();
}
