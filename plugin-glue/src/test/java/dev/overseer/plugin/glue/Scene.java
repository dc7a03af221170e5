package dev.overseer.plugin.glue;

import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.TestClock;
import dev.overseer.testkit.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An account with Glue in it, in which {@code test1} is about to be created without network or key. */
final class Scene {
    static final EventBuilder OPEN = Events.apiCall("glue", "CreateDevEndpoint")
            .request("endpointName", "test1")
            .request("numberOfNodes", 5)
            .request("securityConfiguration", "test-secure")
            .request("glueVersion", "1.0")
            .request("roleArn", "arn:aws:iam::123456789012:role/glue-ml-test")
            .request("publicKeys", List.of());

    static final EventBuilder CLOSED = Events.apiCall("glue", "CreateDevEndpoint")
            .request("endpointName", "test1")
            .request("securityConfiguration", "test-secure")
            .request("securityGroupIds", List.of("sg-0123456789abcdef0"))
            .request("publicKeys", List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"))
            .request("subnetId", "subnet-0123456789abcdef0");

    static final EventBuilder OPEN_SESSION = Events.apiCall("glue", "CreateSession")
            .request("id", "session1")
            .request("role", "arn:aws:iam::123456789012:role/glue-ml-test")
            .request("securityConfiguration", "test-secure")
            .request("glueVersion", "5.0")
            .request("command", Map.of("name", "glueetl", "pythonVersion", "3"));

    static final EventBuilder CLOSED_SESSION =
            OPEN_SESSION.request("connections", Map.of("connections", List.of("private-network")));

    final TestClock clock = new TestClock(Events.TIME);
    final GlueSimulator glue;
    final FakeAws aws;
    final InMemoryLedger ledger = new InMemoryLedger();

    Scene() {
        this(Lifecycle.readyAfter(Duration.ofMinutes(7)));
    }

    Scene(Lifecycle lifecycle) {
        glue = new GlueSimulator(clock, lifecycle);
        aws = new FakeAws(clock).install(glue);
    }

    Rehearsal rehearsal() {
        return Rehearsal.of(new GluePlugin(), aws, clock).keeping(ledger);
    }

    Transcript play(EventBuilder... events) {
        return rehearsal().play(events);
    }
}
