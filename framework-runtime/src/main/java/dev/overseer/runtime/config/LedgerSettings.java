package dev.overseer.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where incidents are kept, and for how long: {@code ledger} in the configuration. */
public sealed interface LedgerSettings {
    /** For how long unless the operator says otherwise. */
    Duration RETAIN = Duration.ofDays(400);

    /**
     * In a file, for the hosts of one machine.
     *
     * @param path empty for the host's own choice
     */
    record Sqlite(Optional<Path> path, Duration retain) implements LedgerSettings {}

    /**
     * In a table, for any number of hosts.
     *
     * @param region empty for the host's own
     */
    record DynamoDb(String table, Optional<String> region, Duration retain) implements LedgerSettings {}

    /** Nowhere: for dry runs and rehearsals. */
    record None() implements LedgerSettings {}
}
