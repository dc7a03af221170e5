package dev.overseer.runtime.event;

/**
 * Where in its input something stands.
 *
 * @param within what it is wrapped in, with the position of that; empty if in nothing
 * @param event which event of its container it is, from 1; 0 where there is no container
 * @param line from 1
 * @param column from 1, in bytes
 */
public record Position(String within, long event, long line, long column) {

    /** Returns the position for people, such as {@code event 513 (line 1, column 52311)}. */
    @Override
    public String toString() {
        String place = "line %d, column %d".formatted(line, column);
        return within + (event == 0 ? place : "event %d (%s)".formatted(event, place));
    }
}
