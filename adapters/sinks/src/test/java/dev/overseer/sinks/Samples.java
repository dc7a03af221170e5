package dev.overseer.sinks;

import dev.overseer.api.Finding;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Endpoints that are about to be deleted. */
final class Samples {
    static final Instant NOW = Events.TIME;

    private Samples() {}

    static EventBuilder event(String endpoint) {
        return Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", endpoint);
    }

    static Incident incident(String endpoint) {
        EventBuilder event = event(endpoint);
        return Incident.open(
                "glue-dev-endpoint",
                event.event().resource("AWS::Glue::DevEndpoint", endpoint),
                event.event(),
                true,
                NOW);
    }

    static WriteIntent delete(Incident incident) {
        return new WriteIntent(
                incident.id(),
                "glue:DeleteDevEndpoint",
                "d1gest",
                List.of(new Finding("subnet", "is in no subnet")),
                "{\"endpointName\":\"%s\"}".formatted(incident.target().id()),
                new Stake(incident.control(), incident.target(), Limits.NONE, false),
                NOW,
                Duration.ofMinutes(1));
    }

    static IncidentEntry closed(Incident incident, Kind kind) {
        Outcome outcome = new Outcome(kind, List.of(), List.of(), List.of(), NOW, 1, "deleted", true);
        return new IncidentEntry(
                incident,
                new Standing.Over(outcome),
                new Ruling(Mode.ENFORCE, Provenance.DEFAULT),
                Installation.UNKNOWN,
                NOW);
    }
}
