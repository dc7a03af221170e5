package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.notice.Notices;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.wiring.InstalledVersions;
import dev.overseer.runtime.wiring.Parts;
import dev.overseer.runtime.wiring.RuntimeModule;
import dev.overseer.runtime.wiring.Setup;
import dev.overseer.sqs.MessageHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the hosts that reach AWS have in common: which controls work, under whose word, as whom, and at what pace. */
final class HostOptions {
    private static final Duration FILE_EVERY = Duration.ofSeconds(1);

    /** Editors write a file in pieces. */
    private static final Duration FILE_SETTLES = Duration.ofSeconds(1);

    private static final Duration PARAMETER_EVERY = Duration.ofMinutes(1);

    @Mixin
    private final EnforceOptions enforce = new EnforceOptions();

    @Option(
            names = "--look-every",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "How often to look at a waiting resource, such as 30s or 2m. Default: at each control's pace.")
    private @Nullable Duration lookEvery;

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Mixin
    private final RoleOptions role = new RoleOptions();

    @Mixin
    private final PluginOptions plugins = new PluginOptions();

    /** Whether a person is there who says what to enforce. */
    enum Attendance {
        /** Somebody calls it: it writes only where the option says so. */
        CALLED(Duration.ofSeconds(10)),
        /** It is left alone: it writes what the configuration lists, or what is named. */
        // Containers are killed 30 s after SIGTERM, and looks may take 25 s of that.
        LEFT_ALONE(Duration.ofSeconds(4));

        /** How long it may take at the end to tell what is open. */
        private final Duration telling;

        Attendance(Duration telling) {
            this.telling = telling;
        }
    }

    /**
     * A host that is ready to work. To be closed.
     *
     * @param territory where it works
     * @param ledger what the host says about its ledger
     * @param notices who is told
     * @param telling how long that may take at the end
     */
    record Host(
            Parts parts,
            AwsAccess aws,
            Territory territory,
            String ledger,
            LedgerOptions.Opened opened,
            Notices notices,
            Duration telling,
            DaemonDelays delays)
            implements AutoCloseable {
        /** Returns the hash of the configuration by which it works, if there is one. */
        Optional<String> configurationHash() {
            return territory.configuration().map(Configuration::hash);
        }

        /** Sends what there still is to tell. Harmless when repeated. */
        void tell() {
            notices.flush(telling);
        }

        @Override
        public void close() {
            try (aws;
                    opened;
                    delays;
                    notices) {
                tell();
            }
        }
    }

    /**
     * Returns the host, and says on stderr what it may write and as whom. Touches neither the ledger nor a target yet.
     *
     * @throws UsageException if an option, the environment or the configuration is wrong
     */
    Host open(Attendance attendance, Terminal terminal, Clock clock) {
        return open(attendance, plugins.catalog(terminal), terminal, clock);
    }

    /** Returns what takes in the messages of a host that is left alone, by the configuration that applies at each time. */
    LatestConfiguration following(Function<Host, MessageHandler> handlers, Terminal terminal, Clock clock) {
        PluginCatalog installed = plugins.catalog(terminal);
        boolean parameter = config.isParameter(terminal);
        LatestConfiguration.Source source = new LatestConfiguration.Source() {
            @Override
            public Duration every() {
                return parameter ? PARAMETER_EVERY : FILE_EVERY;
            }

            @Override
            public Duration settles() {
                return parameter ? Duration.ZERO : FILE_SETTLES;
            }

            @Override
            public Optional<String> hash() {
                return config.hash(terminal);
            }

            @Override
            public LatestConfiguration.InForce open() {
                Host host = HostOptions.this.open(Attendance.LEFT_ALONE, installed, terminal, clock);
                return new LatestConfiguration.InForce(
                        host.configurationHash(), handlers.apply(host), () -> end(host, terminal));
            }
        };
        return new LatestConfiguration(source, clock, Thread::sleep, terminal.err());
    }

    /** What was only counted is no reason to stop. */
    private static void end(Host host, Terminal terminal) {
        try {
            host.close();
        } catch (LedgerException unreachable) {
            terminal.err()
                    .println("overseer: warning: what was compliant at first sight cannot be counted: "
                            + unreachable.getMessage());
        }
    }

    private Host open(Attendance attendance, PluginCatalog installed, Terminal terminal, Clock clock) {
        Schedule schedule = new Schedule(DurationConverter.positive("--look-every", lookEvery), new Random());
        Optional<Configuration> configuration = role.narrow(config.configuration(installed, terminal), terminal);
        PluginCatalog catalog = ConfiguredControls.of(installed, configuration);
        DecisionPolicy policy = policy(attendance, installed, configuration, terminal);
        RoleOptions.Chosen chosen = role.role(configuration, terminal);
        LedgerChoice choice = LedgerChoice.ofHost(configuration, policy, catalog, terminal);
        AwsAccess aws = new AwsAccess();
        try {
            enforce.announce(catalog, policy, configuration, aws, chosen, terminal);
        } catch (RuntimeException refused) {
            aws.close();
            throw refused;
        }
        Mandate mandate =
                ConfiguredControls.mandate(policy.limited(Limits.STANDARD), installed, aws::parameters, clock);
        LedgerOptions.Opened opened = choice.open();
        DaemonDelays delays = new DaemonDelays();
        Notices notices = new Notices(
                configuration.map(Configuration::notices).orElse(List.of()),
                aws::notifier,
                opened.ledger(),
                clock,
                delays);
        Parts parts = RuntimeModule.parts(new Setup(
                catalog,
                mandate,
                aws.connection(chosen.role(), clock),
                opened.ledger(),
                schedule,
                clock,
                InstalledVersions.of(catalog, configuration.map(Configuration::hash)),
                notices));
        Territory territory = new Territory(catalog, configuration, chosen.role(), aws);
        return new Host(parts, aws, territory, choice.announcement(), opened, notices, attendance.telling, delays);
    }

    private DecisionPolicy policy(
            Attendance attendance, PluginCatalog installed, Optional<Configuration> configuration, Terminal terminal) {
        return switch (attendance) {
            case CALLED -> enforce.policy(installed, configuration, terminal);
            case LEFT_ALONE -> enforce.unattendedPolicy(installed, configuration, terminal);
        };
    }
}
