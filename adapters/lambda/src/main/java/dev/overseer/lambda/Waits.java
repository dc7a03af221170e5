package dev.overseer.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.SweepRequest;
import java.time.Duration;

/** Where incidents wait between two looks. */
interface Waits {

    /**
     * Sees to it that the incident comes back. Once this returns, the message in which it came may be acknowledged.
     *
     * @param delay how long from now
     * @param document what it came as; a missing node if it came as an event
     * @throws CannotWaitException if no incident can be sent; says what to check
     * @throws RuntimeException if this one cannot be sent; others may
     */
    void sendOn(Incident incident, Duration delay, JsonNode document);

    /**
     * Sees to it that a sweep goes on.
     *
     * @param delay how long from now
     * @param document what it came as
     * @throws CannotWaitException as {@link #sendOn(Incident, Duration, JsonNode)} does
     */
    void sendOn(SweepRequest request, Duration delay, JsonNode document);

    /**
     * Sees to it that a message comes back which only a newer release can read.
     *
     * @throws CannotWaitException as {@link #sendOn(Incident, Duration, JsonNode)} does
     */
    void putBack(Message message);

    /** Returns for how long an incident is not to be looked at yet, which it came as this document. */
    Duration left(JsonNode document);
}
