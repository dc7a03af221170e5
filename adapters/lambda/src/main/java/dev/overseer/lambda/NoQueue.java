package dev.overseer.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.SweepRequest;
import java.time.Duration;

/** Nowhere to wait: a function that was not told of a queue. */
final class NoQueue implements Waits {
    private static final String REMEDY =
            "but this function has no queue to wait in. Set %s to the URL of the queue that feeds it"
                    .formatted(SettingsReader.QUEUE_URL);

    @Override
    public void sendOn(Incident incident, Duration delay, JsonNode document) {
        throw new CannotWaitException("Incident %s of control %s has to wait %s, %s"
                .formatted(incident.id(), incident.control(), Durations.text(delay), REMEDY));
    }

    @Override
    public void sendOn(SweepRequest request, Duration delay, JsonNode document) {
        throw new CannotWaitException("The sweep of %s has to go on, %s".formatted(request, REMEDY));
    }

    @Override
    public void putBack(Message message) {
        throw new CannotWaitException("%s is for a newer release and has to wait for it, %s"
                .formatted(Printable.line(message.name()), REMEDY));
    }

    @Override
    public Duration left(JsonNode document) {
        return Duration.ZERO;
    }
}
