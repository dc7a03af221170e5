package dev.overseer.api;

import java.time.Duration;

/**
 * When a waiting resource is worth another look. The first look is always at once.
 *
 * <p>Choose it by how the service behaves: Glue takes five to fifteen minutes to set up a development endpoint, so its
 * control looks again after five minutes and then every minute. However short the pace, an incident takes at most 14
 * looks within its control's deadline: the last intervals grow so that the fourteenth look falls on the deadline.
 *
 * @param first from the first look to the second; positive
 * @param then from any later look to the next; positive
 */
public record Pace(Duration first, Duration then) {

    /** Returns the pace of a control that names none: after 30 seconds, then every minute. */
    public static Pace standard() {
        return new Pace(Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    /** Returns a pace whose intervals are all the same, to be refined with {@link #then(Duration)}. */
    public static Pace firstAfter(Duration delay) {
        return new Pace(delay, delay);
    }

    /** Returns this pace with another interval after the second look. */
    public Pace then(Duration interval) {
        return new Pace(first, interval);
    }
}
