package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** Which ledger a command reads, and under which configuration. */
final class LedgerOptions {
    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Mixin
    private final PluginOptions plugins = new PluginOptions();

    private boolean isRead;
    private Optional<Configuration> read = Optional.empty();

    /**
     * A ledger to read. To be closed.
     *
     * @param place what messages call it
     */
    record Opened(LedgerArchive ledger, String place, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    /**
     * Opens the ledger that the hosts of this configuration write.
     *
     * @throws UsageException if there is none, or none yet
     */
    Opened open(Terminal terminal) {
        LedgerChoice choice = LedgerChoice.of(configuration(terminal), terminal);
        if (choice instanceof LedgerChoice.Nowhere) {
            throw new UsageException(
                    "`ledger: none` in the configuration keeps nothing, so that there is nothing to read. Take sqlite or dynamodb");
        }
        if (!choice.exists()) {
            throw new UsageException(
                    "There is no ledger in %s yet: run and worker make it when they first keep something. Another is named by `ledger` in the configuration"
                            .formatted(choice.place()));
        }
        return choice.open();
    }

    /** Returns whether there is a ledger to read. */
    boolean exists(Terminal terminal) {
        return LedgerChoice.of(configuration(terminal), terminal).exists();
    }

    /** Returns what the configuration says about decisions; empty without a configuration. */
    Optional<Rules> rules(Terminal terminal) {
        return configuration(terminal).map(Configuration::rules);
    }

    /** Returns the installed plugins as the configuration has them. */
    PluginCatalog catalog(Terminal terminal) {
        PluginCatalog installed = plugins.quietCatalog(terminal);
        return rules(terminal).map(installed::configured).orElse(installed);
    }

    /** Returns the installed plugins, as nobody has configured them. */
    PluginCatalog installed(Terminal terminal) {
        return plugins.quietCatalog(terminal);
    }

    /** Read once, though a command asks for several things in it: it may be a parameter of AWS. */
    Optional<Configuration> configuration(Terminal terminal) {
        if (!isRead) {
            read = config.quietly(plugins.quietCatalog(terminal), terminal);
            isRead = true;
        }
        return read;
    }
}
