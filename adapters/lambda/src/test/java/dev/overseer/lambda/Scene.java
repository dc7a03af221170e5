package dev.overseer.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.notice.Delays;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Notices;
import dev.overseer.runtime.notice.NotifySettings;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.wiring.Parts;
import dev.overseer.runtime.wiring.RuntimeModule;
import dev.overseer.runtime.wiring.Setup;
import dev.overseer.sqs.SweepTurns;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A function in an account with Glue, in process. */
final class Scene {
    static final int PLENTY = 60_000;

    final TestClock clock = new TestClock(Events.TIME);
    final GlueSimulator glue = new GlueSimulator(clock);
    final FakeAws aws = new FakeAws(clock).install(glue);
    final WaitingList waiting = new WaitingList(clock);
    final List<JsonNode> metrics = new ArrayList<>();
    Scope scope = new Scope(Set.of(), Set.of());

    final InMemoryLedger ledger = new InMemoryLedger();
    final Listener told = new Listener();

    private final Parts parts;
    private final Notices notices;
    private Waits waits = waiting;

    Scene() {
        this(new GluePlugin());
    }

    Scene(RemediationPlugin... plugins) {
        notices = new Notices(
                List.of(new NotifySettings(
                        new Destination.EventBridge("default", Optional.empty()),
                        Set.of("REMEDIATED", "ANNOUNCED", "FAILED"),
                        Set.of())),
                destination -> told,
                ledger,
                clock,
                Delays.untilFlushed(clock::advance));
        parts = RuntimeModule.parts(new Setup(
                PluginCatalog.of(List.of(plugins)),
                Mandate.of(DecisionPolicy.enforceAll()),
                aws.connection(),
                ledger,
                new Schedule(Optional.empty(), new Random(1)),
                clock,
                Installation.UNKNOWN,
                notices));
    }

    /** Takes away the queue. */
    Scene withoutQueue() {
        waits = new NoQueue();
        return this;
    }

    static EventBuilder created(String endpoint) {
        return Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", endpoint);
    }

    static EventBuilder createdSafely(String endpoint) {
        return created(endpoint)
                .request("securityConfiguration", "test-secure")
                .request("securityGroupIds", List.of("sg-0123456789abcdef0"))
                .request("publicKeys", List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"))
                .request("subnetId", "subnet-0123456789abcdef0");
    }

    /** Invokes the function, and returns what it writes. */
    String invoke(String payload) {
        return invoke(payload, new InvocationContext(PLENTY));
    }

    String invoke(String payload, InvocationContext context) {
        RemediationHandler handler = new RemediationHandler(
                new Invocation.Equipment(
                        parts.reader(),
                        parts.intake(),
                        parts.engine(),
                        waits,
                        scope,
                        sweeps(),
                        countdown -> notices.flush(countdown.untilTooLateToTell())),
                clock,
                line -> metrics.add(json(line)),
                List.of());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(payload.getBytes(UTF_8)), output, context);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return output.toString(UTF_8);
    }

    private SweepTurns sweeps() {
        return new SweepTurns(
                parts.engine(),
                new SweepTurns.Places(() -> List.of(FakeAws.ACCOUNT), () -> List.of(FakeAws.REGION)),
                clock::advance,
                clock);
    }

    /** Invokes the function with a batch of SQS, and returns the ids of the messages that failed. */
    List<String> failures(String batch) {
        return failed(invoke(batch));
    }

    static List<String> failed(String answer) {
        return json(answer)
                .required("batchItemFailures")
                .valueStream()
                .map(failure -> failure.required("itemIdentifier").textValue())
                .toList();
    }

    /** Returns the metric's values, of all lines with this dimension. */
    List<Long> metric(String name, String dimension, String value) {
        return metrics.stream()
                .filter(line -> line.path(dimension).asText().equals(value))
                .map(line -> line.path(name))
                .flatMap(values -> values.isArray() ? values.valueStream() : List.of(values).stream())
                .filter(JsonNode::isNumber)
                .map(JsonNode::asLong)
                .toList();
    }

    static JsonNode json(String text) {
        try {
            return Json.READER.readTree(text);
        } catch (IOException broken) {
            throw new AssertionError("not JSON: " + text, broken);
        }
    }
}
