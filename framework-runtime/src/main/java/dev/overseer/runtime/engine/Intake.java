package dev.overseer.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import dev.overseer.runtime.document.IncidentDocument;
import dev.overseer.runtime.document.SweepDocument;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.event.Reading.Route;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.SweepRequest;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes incidents of what the reader read. The same for every host; safe for several threads. */
public final class Intake {
    /** How far ahead the clock of whoever opened an incident may be. AWS itself refuses whose clock is further off. */
    private static final Duration BETWEEN_CLOCKS = Duration.ofMinutes(5);

    private final EventRouter router;
    private final PluginCatalog catalog;
    private final Engine engine;
    private final Clock clock;

    public Intake(EventRouter router, PluginCatalog catalog, Engine engine, Clock clock) {
        this.router = router;
        this.catalog = catalog;
        this.engine = engine;
        this.clock = clock;
    }

    /** Hands on what a reading leads to: at least one arrival, one for each target of an event. */
    public void accept(Reading reading, Consumer<Arrival> to) {
        switch (reading) {
            case Reading.Routed routed -> opened(routed, to);
            case Reading.Ignored(IgnoredReason reason, EventRow row) ->
                to.accept(new Arrival.Ignored(kept(reason), row));
            case Reading.Resumed resumed -> to.accept(resumed(resumed));
            case Reading.Sweep sweep -> to.accept(asked(sweep));
            case Reading.Unreadable unreadable -> to.accept(new Arrival.Unreadable(unreadable));
        }
    }

    private void opened(Reading.Routed routed, Consumer<Arrival> to) {
        Opening opening = engine.open(routed.event(), routed.routes());
        opening.problem()
                .ifPresent(problem -> to.accept(new Arrival.Unreadable(new Reading.Unreadable(
                        routed.source(), routed.position().toString(), "%s: %s".formatted(routed.event(), problem)))));
        opening.incidents().forEach(incident -> to.accept(new Arrival.Opened(incident)));
        opening.ignored().ifPresent(reason -> to.accept(new Arrival.Ignored(reason, EventRow.of(routed.event()))));
    }

    /** What no control wants may belong to a plugin that failed before its patterns were known. */
    private IgnoredReason kept(IgnoredReason reason) {
        return reason == IgnoredReason.NO_CONTROL && catalog.incomplete() ? IgnoredReason.QUARANTINED : reason;
    }

    private Arrival resumed(Reading.Resumed resumed) {
        try {
            return resumed.event()
                    .map(event -> resumed(resumed.document(), event))
                    .orElseGet(() -> fromLedger(resumed.document()));
        } catch (IllegalArgumentException | EventFormatException wrong) {
            return new Arrival.Unreadable(new Reading.Unreadable(
                    resumed.source(),
                    resumed.position().toString(),
                    "not a suspended incident: " + wrong.getMessage()));
        }
    }

    /** What a message without an event says of an incident is not believed, but for its id. */
    private Arrival fromLedger(JsonNode document) {
        Incident incident = Optional.ofNullable(document.path("incident").textValue())
                .filter(Incident::isId)
                .flatMap(engine::swept)
                .orElseThrow(() -> new IllegalArgumentException(
                        "has no event, and the ledger of this host has no incident of a sweep by its id"));
        if (engine.isQuarantined(incident.control())) {
            return Arrival.Ignored.of(IgnoredReason.QUARANTINED, incident);
        }
        return engine.unwanted(incident.control(), incident.target())
                .<Arrival>map(reason -> Arrival.Ignored.of(reason, incident))
                .orElseGet(() -> new Arrival.Opened(incident));
    }

    private Arrival asked(Reading.Sweep sweep) {
        try {
            return asked(SweepDocument.read(sweep.document(), clock.instant()), sweep);
        } catch (IllegalArgumentException wrong) {
            return new Arrival.Unreadable(new Reading.Unreadable(
                    sweep.source(), sweep.position().toString(), "not a request for a sweep: " + wrong.getMessage()));
        }
    }

    private Arrival asked(SweepRequest request, Reading.Sweep sweep) {
        if (engine.isQuarantined(request.control())) {
            return Arrival.Ignored.of(IgnoredReason.QUARANTINED, request);
        }
        if (catalog.find(request.control()).isEmpty()) {
            throw new IllegalArgumentException("control is \"%s\", which is not installed; the controls are %s"
                    .formatted(
                            request.control(),
                            catalog.controls().stream()
                                    .map(RegisteredControl::id)
                                    .collect(Collectors.joining(", "))));
        }
        return Optional.of(request)
                .filter(SweepRequest::isOnePlace)
                .flatMap(engine::unwanted)
                .<Arrival>map(reason -> Arrival.Ignored.of(reason, request))
                .orElseGet(() -> new Arrival.Sweep(
                        request, sweep.source(), sweep.position().toString()));
    }

    private Arrival resumed(JsonNode document, CloudTrailEvent event) {
        String control = document.path("control").asText();
        if (engine.isQuarantined(control)) {
            return new Arrival.Ignored(IgnoredReason.QUARANTINED, EventRow.of(event));
        }
        Optional<Route> route = router.route(event).stream()
                .filter(r -> r.control().equals(control))
                .findFirst();
        if (route.isEmpty()) {
            throw new IllegalArgumentException("its event does not concern an installed control of this id");
        }
        Incident incident = IncidentDocument.read(
                document, new Cause.Reported(event, route.get().creation()));
        Instant now = clock.instant();
        if (incident.openedAt().isAfter(now.plus(BETWEEN_CLOCKS))) {
            throw new IllegalArgumentException("openedAt is in the future");
        }
        if (incident.checkpoint().map(String::length).orElse(0) > Examination.LONGEST_CHECKPOINT) {
            throw new IllegalArgumentException(
                    "checkpoint has more than %,d characters".formatted(Examination.LONGEST_CHECKPOINT));
        }
        boolean named =
                catalog.find(control).orElseThrow().control().targets(event).contains(incident.target());
        if (!named) {
            throw new IllegalArgumentException("its target is not one that its event names");
        }
        // The operator may have changed their mind while it waited.
        return engine.unwanted(control, incident.target())
                .<Arrival>map(reason -> new Arrival.Ignored(reason, EventRow.of(event)))
                .orElseGet(() -> new Arrival.Opened(incident.believableAt(now)));
    }
}
