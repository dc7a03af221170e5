package dev.overseer.runtime.telemetry;

import com.google.common.collect.ImmutableList;
import dev.overseer.runtime.event.Reading;

/** Why input could not be read, in few enough words for the dimension of a metric. */
public enum UnreadableReason {
    /** Nothing there. */
    EMPTY("the input is empty"),
    /** Not JSON, or not to its end. */
    NOT_JSON("this is not JSON", "the event is not JSON", "this is UTF-16", "the gzip data"),
    /** Larger, deeper or more often wrapped than anything AWS sends. */
    OUT_OF_BOUNDS("the event is larger than", "the event is nested deeper", "this is wrapped more than"),
    /** One of our own documents that is no input. */
    OTHER_SCHEMA("this has schema"),
    /** A suspended incident that does not hold what it should. */
    WRONG_INCIDENT("not a suspended incident", "the incident's event", "eventGzip"),
    /** JSON, but neither an event nor an incident. */
    NOT_AN_EVENT("this is ", "detail is "),
    /** An event with a field of the wrong type or shape. */
    WRONG_FIELD();

    private final ImmutableList<String> beginnings;

    UnreadableReason(String... beginnings) {
        this.beginnings = ImmutableList.copyOf(beginnings);
    }

    /** Returns the first reason that the problem's words fit. */
    public static UnreadableReason of(Reading.Unreadable unreadable) {
        for (UnreadableReason reason : values()) {
            if (reason.beginnings.stream().anyMatch(unreadable.problem()::startsWith)) {
                return reason;
            }
        }
        return WRONG_FIELD;
    }
}
