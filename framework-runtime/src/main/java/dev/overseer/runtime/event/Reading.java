package dev.overseer.runtime.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.CloudTrailEvent;
import java.util.List;
import java.util.Optional;

/** What the reader made of one event in its input. */
public sealed interface Reading {

    /** A readable event that the patterns of at least one control select. */
    record Routed(CloudTrailEvent event, List<Route> routes, String source, Position position) implements Reading {}

    /** A readable event that opens nothing. */
    record Ignored(IgnoredReason reason, EventRow event) implements Reading {}

    /** A suspended incident, with the event that it carries, if any. The document comes from outside: trust nothing in it. */
    record Resumed(JsonNode document, Optional<CloudTrailEvent> event, String source, Position position)
            implements Reading {}

    /** A request for a sweep. The document comes from outside: trust nothing in it. */
    record Sweep(JsonNode document, String source, Position position) implements Reading {}

    /**
     * Input that could not be read.
     *
     * @param source the file, or what the host calls its input
     * @param position where in it, such as {@code line 3, column 17} or {@code event 513 (line 1, column 52311)}
     * @param problem what is wrong, in one sentence without a full stop. May quote the input: escape before printing
     * @param newer whether it is a suspended incident, or a request for a sweep, of a later schema, so that a newer release can read it
     */
    record Unreadable(String source, String position, String problem, boolean newer) implements Reading {
        /** What no release can read. */
        public Unreadable(String source, String position, String problem) {
            this(source, position, problem, false);
        }
    }

    /** A control that the event concerns, and whether through a pattern for creations. */
    record Route(String control, boolean creation) {}
}
