package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.LedgerSettings;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.sinks.LedgerPlace;
import dev.overseer.sinks.SqliteLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Which ledger a configuration, or the lack of one, means. */
sealed interface LedgerChoice {

    /** Returns what messages call it. */
    String place();

    /** Returns whether there is anything to read. */
    boolean exists();

    /** Opens it. */
    LedgerOptions.Opened open();

    /** Returns the ledger of a configuration: without one, a file of this user. */
    static LedgerChoice of(Optional<Configuration> configuration, Terminal terminal) {
        LedgerSettings settings = configuration
                .flatMap(Configuration::ledger)
                .orElseGet(() -> new LedgerSettings.Sqlite(Optional.empty(), LedgerSettings.RETAIN));
        return switch (settings) {
            case LedgerSettings.Sqlite(Optional<Path> path, Duration retain) ->
                new InFile(path.orElseGet(
                        () -> LedgerPlace.standard(terminal.environment(), Path.of(System.getProperty("user.home")))));
            case LedgerSettings.DynamoDb table -> new InTable(table);
            case LedgerSettings.None none -> new Nowhere();
        };
    }

    /**
     * Returns the ledger of a host. One that writes nothing and has none configured keeps nothing.
     *
     * @throws UsageException if something is to be written and the configuration says that nothing is kept
     */
    static LedgerChoice ofHost(
            Optional<Configuration> configuration, DecisionPolicy policy, PluginCatalog catalog, Terminal terminal) {
        boolean writes = catalog.controls().stream().map(RegisteredControl::id).anyMatch(policy::mayEnforce);
        boolean configured = configuration.flatMap(Configuration::ledger).isPresent();
        if (!writes && !configured) {
            return new Nowhere();
        }
        LedgerChoice choice = of(configuration, terminal);
        if (writes && choice instanceof Nowhere) {
            throw new UsageException(
                    "ledger: none is for dry runs: nothing is enforced without a journal. Take sqlite or dynamodb");
        }
        return choice;
    }

    /** Returns what a host says about it at its start. */
    default String announcement() {
        return switch (this) {
            case InFile file ->
                "The ledger is %s, for the hosts of this machine alone: where others share the queue, configure dynamodb"
                        .formatted(place());
            case InTable table -> "The ledger is %s".formatted(place());
            case Nowhere nowhere -> "A dry run without a ledger: nothing is kept";
        };
    }

    /** In a file, for the hosts of this machine. Made when something is first kept. */
    record InFile(Path path) implements LedgerChoice {
        @Override
        public String place() {
            return path.toString();
        }

        @Override
        public boolean exists() {
            return Files.exists(path);
        }

        @Override
        public LedgerOptions.Opened open() {
            SqliteLedger ledger = SqliteLedger.lazily(path);
            return new LedgerOptions.Opened(ledger, place(), ledger::close);
        }
    }

    /** In a table, for any number of hosts. */
    record InTable(LedgerSettings.DynamoDb settings) implements LedgerChoice {
        @Override
        public String place() {
            return "the DynamoDB table " + settings.table();
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public LedgerOptions.Opened open() {
            return DynamoDbAccess.open(settings, place());
        }
    }

    /** In memory, as long as the process lives. */
    record Nowhere() implements LedgerChoice {
        @Override
        public String place() {
            return "this process alone";
        }

        @Override
        public boolean exists() {
            return false;
        }

        @Override
        public LedgerOptions.Opened open() {
            return new LedgerOptions.Opened(InMemoryLedger.ofProcess(), place(), () -> {});
        }
    }
}
