package dev.overseer.cli;

import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Events about development endpoints. */
final class EndpointEvents {
    private EndpointEvents() {}

    /** Somebody made an endpoint without encryption, network or key. */
    static EventBuilder insecure(String name) {
        return Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", name);
    }

    /** Somebody made an endpoint as it should be. */
    static EventBuilder secure(String name) {
        return insecure(name)
                .request("securityConfiguration", "encrypted")
                .request("securityGroupIds", List.of("sg-1"))
                .request("publicKeys", List.of("ssh-rsa AAAA"))
                .request("subnetId", "subnet-1");
    }

    /** Writes events to a file, one a line. */
    static Path file(Path file, EventBuilder... events) throws IOException {
        return Files.write(
                file, List.of(events).stream().map(EventBuilder::envelopeJson).toList());
    }
}
