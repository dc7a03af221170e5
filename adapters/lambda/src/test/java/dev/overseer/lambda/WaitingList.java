package dev.overseer.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.SweepRequest;
import dev.overseer.sqs.IncidentMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was sent on. */
final class WaitingList implements Waits {
    final List<Wait> waits = new ArrayList<>();
    final List<SweepRequest> sweeps = new ArrayList<>();
    final List<Message> putBack = new ArrayList<>();
    private final Clock clock;

    WaitingList(Clock clock) {
        this.clock = clock;
    }

    record Wait(Incident incident, Duration delay, int hops) {}

    @Override
    public void sendOn(Incident incident, Duration delay, JsonNode document) {
        waits.add(new Wait(incident, delay, IncidentMessage.hops(document)));
    }

    @Override
    public void sendOn(SweepRequest request, Duration delay, JsonNode document) {
        sweeps.add(request);
    }

    @Override
    public void putBack(Message message) {
        putBack.add(message);
    }

    @Override
    public Duration left(JsonNode document) {
        return IncidentMessage.left(document, clock.instant());
    }
}
