package dev.overseer.sinks;

import static dev.overseer.sinks.Samples.closed;
import static dev.overseer.sinks.Samples.delete;
import static dev.overseer.sinks.Samples.incident;

import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.WriteResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that writes to a ledger, and says after each write what it wrote, until it is killed. */
final class KilledWriter {
    private KilledWriter() {}

    /** Takes the ledger's path, and the name that its endpoints begin with. */
    public static void main(String... arguments) {
        PrintStream said = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (SqliteLedger ledger = SqliteLedger.open(Path.of(arguments[0]))) {
            for (int i = 0; i < 1_000_000; i++) {
                String endpoint = arguments[1] + i;
                Incident incident = incident(endpoint);
                Claim.Granted granted = (Claim.Granted) ledger.claim(delete(incident));
                said.println("claimed " + endpoint);
                ledger.settle(granted, new WriteResult.Answered("request-" + i));
                said.println("settled " + endpoint);
                ledger.close(closed(incident, Kind.REMEDIATED));
                said.println("closed " + endpoint);
            }
        }
    }
}
