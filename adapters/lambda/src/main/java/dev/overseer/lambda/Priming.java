package dev.overseer.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventPattern;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.event.Reading.Route;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.runtime.wiring.Parts;
import dev.overseer.runtime.wiring.RuntimeModule;
import dev.overseer.runtime.wiring.Setup;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Runs what an invocation runs, on an event that never happened, so that a snapshot holds the classes already: reader,
 * router, engine, and the AWS clients of the first control. Nothing leaves the process, and nothing that is done here is
 * kept.
 */
final class Priming {
    private static final String ACCOUNT = "123456789012";
    private static final String REGION = "us-east-1";

    private final PluginCatalog catalog;
    private final EventReader reader;
    private final Clock clock;

    /**
     * @param reader the one that invocations use
     */
    Priming(PluginCatalog catalog, EventReader reader, Clock clock) {
        this.catalog = catalog;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Runs it.
     *
     * @param connections over {@link RefusingHttp}; a look is taken over each
     */
    void run(List<AwsConnection> connections) {
        for (RegisteredControl<?> control : catalog.controls().stream().limit(1).toList()) {
            EventPattern pattern = control.descriptor().patterns().getFirst();
            byte[] event = Documents.line(event(pattern)).getBytes(UTF_8);
            for (AwsConnection connection : connections) {
                Parts apart = RuntimeModule.parts(new Setup(
                        catalog,
                        Mandate.of(DecisionPolicy.dryRun()),
                        connection,
                        new InMemoryLedger(),
                        new Schedule(Optional.empty(), new Random()),
                        clock,
                        Installation.UNKNOWN));
                reader.read(event, "priming", reading -> look(reading, apart));
            }
        }
    }

    /** The target is made up, since only the control could tell which one an event names. */
    private void look(Reading reading, Parts apart) {
        apart.intake().accept(reading, arrival -> {});
        if (reading instanceof Reading.Routed routed) {
            CloudTrailEvent event = routed.event();
            Route route = routed.routes().getFirst();
            ResourceRef target = event.resource("Overseer::Priming::Target", "overseer-priming");
            apart.engine().advance(Incident.open(route.control(), target, event, route.creation(), clock.instant()));
        }
    }

    private ObjectNode event(EventPattern pattern) {
        JsonNode wanted = tree(pattern);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("source", first(wanted.path("source")));
        event.put("detail-type", first(wanted.path("detail-type")));
        event.put("account", ACCOUNT);
        event.put("region", REGION);
        event.putObject("detail")
                .put("eventVersion", "1.11")
                .put("eventID", "priming")
                .put("eventTime", Documents.time(clock.instant()))
                .put("eventSource", first(wanted.at("/detail/eventSource")))
                .put("eventName", first(wanted.at("/detail/eventName")))
                .put("awsRegion", REGION)
                .put("recipientAccountId", ACCOUNT)
                .putObject("requestParameters");
        return event;
    }

    private static String first(JsonNode choices) {
        return choices.path(0).asText("priming");
    }

    private static JsonNode tree(EventPattern pattern) {
        try {
            return Json.READER.readTree(pattern.json());
        } catch (IOException impossible) {
            throw new IllegalStateException("a pattern of the catalog is not JSON: " + pattern.json(), impossible);
        }
    }
}
