package dev.overseer.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.runtime.wiring.Parts;
import dev.overseer.runtime.wiring.RuntimeModule;
import dev.overseer.runtime.wiring.Setup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what an invocation runs, on an event that never happened, so that a snapshot holds the classes already: reader,
 * router, engine, the AWS clients of the first control, the queue, the ledger, and TLS with the certificates that are trusted. Nothing
 * leaves the process, and nothing that is done here is kept.
 */
final class Priming {
    private static final String ACCOUNT = "123456789012";
    private static final String REGION = "us-east-1";
    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);

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
     * @param connections over {@link CannedHttp#refusing}; a look is taken over each
     * @param waits over {@link CannedHttp#refusing} too; an incident is sent on
     * @param ledger what a ledger does, if there is one
     */
    void run(List<AwsConnection> connections, Waits waits, Optional<LedgerPriming> ledger) {
        greet();
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
                reader.read(event, "priming", reading -> look(reading, apart, waits, ledger));
            }
        }
    }

    /** The target is made up, since only the control could tell which one an event names. */
    private void look(Reading reading, Parts apart, Waits waits, Optional<LedgerPriming> ledger) {
        apart.intake().accept(reading, arrival -> {});
        if (reading instanceof Reading.Routed routed) {
            CloudTrailEvent event = routed.event();
            Route route = routed.routes().getFirst();
            ResourceRef target = event.resource("Overseer::Priming::Target", "overseer-priming");
            Incident incident = Incident.open(route.control(), target, event, route.creation(), clock.instant());
            apart.engine().advance(incident);
            sendOn(incident, waits);
            ledger.ifPresent(primed -> keep(incident, primed));
        }
    }

    private void keep(Incident incident, LedgerPriming ledger) {
        try {
            ledger.run(incident, clock.instant());
        } catch (LedgerException unusable) {
            LOG.warn("The ledger could not be prepared, and takes longer at first", unusable);
        }
    }

    private static void sendOn(Incident incident, Waits waits) {
        try {
            waits.sendOn(incident, Duration.ofSeconds(1), MissingNode.getInstance());
        } catch (CannotWaitException refused) {
            LOG.debug("Refused, as it has to be", refused);
        }
    }

    /** Loads the trusted certificates, and writes the first message of a handshake to nobody. */
    private static void greet() {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            engine.wrap(
                    ByteBuffer.allocate(0),
                    ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
        } catch (NoSuchAlgorithmException | SSLException unusable) {
            LOG.warn("TLS could not be prepared, and is likely to fail later", unusable);
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
