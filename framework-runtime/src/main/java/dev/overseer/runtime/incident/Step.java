package dev.overseer.runtime.incident;

import java.time.Duration;

/** What one look at an incident ends in: what the host has to do next. */
public sealed interface Step {

    /** The incident as it is after the look. */
    Incident incident();

    /**
     * Nothing: the incident is over.
     *
     * @param news false if it was over before and nothing has been written since: count it as seen again, tell nobody
     */
    record Closed(Incident incident, Outcome outcome, boolean news) implements Step {}

    /**
     * Bring the incident back.
     *
     * @param delay how long from now; never negative
     * @param reason what is being waited for, completing "waiting for …"
     */
    record Suspended(Incident incident, Duration delay, String reason) implements Step {}
}
