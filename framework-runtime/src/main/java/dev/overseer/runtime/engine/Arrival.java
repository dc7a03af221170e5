package dev.overseer.runtime.engine;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.SweepRequest;
import java.time.Instant;

/** What came in: something to look at, something to pass over, or something that could not be read. */
public sealed interface Arrival {

    /** An incident, new or on its way, to be advanced. */
    record Opened(Incident incident) implements Arrival {}

    /** An event that opened nothing. */
    record Ignored(IgnoredReason reason, EventRow event) implements Arrival {

        /** Returns what is passed over for an incident's cause. */
        public static Ignored of(IgnoredReason reason, Incident incident) {
            return new Ignored(
                    reason,
                    switch (incident.cause()) {
                        case Cause.Reported(CloudTrailEvent event, boolean creation) -> EventRow.of(event);
                        case Cause.Swept(Instant startedAt) ->
                            row(SweepRequest.of(
                                    incident.control(),
                                    incident.target().account(),
                                    incident.target().region(),
                                    startedAt));
                    });
        }

        /** Returns what is passed over for a request. */
        public static Ignored of(IgnoredReason reason, SweepRequest request) {
            return new Ignored(reason, row(request));
        }

        private static EventRow row(SweepRequest request) {
            return new EventRow(
                    new Cause.Swept(request.startedAt()).id(),
                    "sweep of " + request.control(),
                    "overseer",
                    request.startedAt().toString(),
                    "",
                    request.account().orElse(""),
                    request.region().orElse(""));
        }
    }

    /**
     * A request for a sweep, under a control that is installed. Hosts that do not sweep {@linkplain #refused refuse} it.
     *
     * @param source the file, or what the host calls its input
     */
    record Sweep(SweepRequest request, String source, String position) implements Arrival {

        /** Returns the request as something that cannot be read here; says what to do. */
        public Unreadable refused() {
            return new Unreadable(new Reading.Unreadable(
                    source,
                    position,
                    "this asks for a sweep, which is for the queue of a worker or function; here, run `overseer scan --control %s`"
                            .formatted(request.control())));
        }
    }

    /** Input that could not be read. */
    record Unreadable(Reading.Unreadable reading) implements Arrival {}
}
