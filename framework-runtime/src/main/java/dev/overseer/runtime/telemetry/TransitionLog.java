package dev.overseer.runtime.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.event.Caller;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one line for each transition of an incident. The names of the fields are a contract: queries and metric filters
 * are written against them. Of an invocation, the request's id comes from the context of the log. Safe for several threads.
 */
public final class TransitionLog {
    /** Beside the {@link Outcome.Kind}s, what a look may end in. */
    static final String SUSPENDED = "SUSPENDED";

    private static final Logger LOG = LoggerFactory.getLogger(TransitionLog.class);

    /** For a host. */
    public TransitionLog() {}

    /** A look ended. */
    public void looked(Step step) {
        switch (step) {
            case Step.Closed(Incident incident, Outcome outcome, boolean news) ->
                line(incident, outcome.kind().name(), outcome.summary())
                        .addKeyValue("looks", outcome.looks())
                        .addKeyValue("writes", String.join(",", outcome.writes()))
                        .addKeyValue("callerIsCreator", outcome.callerIsCreator())
                        .addKeyValue("news", news)
                        .log();
            case Step.Suspended(Incident incident, Duration delay, String reason) ->
                line(incident, SUSPENDED, "again in %s, waiting for %s".formatted(Durations.text(delay), reason))
                        .addKeyValue("looks", incident.looks())
                        .log();
        }
    }

    private static LoggingEventBuilder line(Incident incident, String outcome, String summary) {
        String clean = Printable.line(summary);
        return LOG.atInfo()
                .setMessage("{} {}: {}")
                .addArgument(incident.control())
                .addArgument(outcome)
                .addArgument(clean)
                .addKeyValue("incident", incident.id())
                .addKeyValue("control", incident.control())
                .addKeyValue("target", Printable.line(incident.target().id()))
                .addKeyValue("outcome", outcome)
                .addKeyValue("principal", principal(incident.event()))
                .addKeyValue("account", incident.target().account())
                .addKeyValue("region", incident.target().region())
                .addKeyValue("eventId", Printable.line(incident.cause().id()))
                .addKeyValue(
                        "eventName",
                        incident.event()
                                .map(event -> Printable.line(event.name()))
                                .orElse(""))
                .addKeyValue("summary", clean);
    }

    /** Both are blank where a sweep came upon the target. */
    private static ObjectNode principal(Optional<CloudTrailEvent> event) {
        Caller caller = event.map(Caller::of).orElse(new Caller("", ""));
        return JsonNodeFactory.instance
                .objectNode()
                .put("issuer", Printable.line(caller.issuer()))
                .put("session", Printable.line(caller.session()));
    }
}
