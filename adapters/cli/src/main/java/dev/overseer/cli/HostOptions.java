package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.notice.Notices;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.wiring.InstalledVersions;
import dev.overseer.runtime.wiring.Parts;
import dev.overseer.runtime.wiring.RuntimeModule;
import dev.overseer.runtime.wiring.Setup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the hosts that reach AWS have in common: which controls work, under whose word, as whom, and at what pace. */
final class HostOptions {
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
        CALLED,
        /** It is left alone: it writes what the configuration lists, or what is named. */
        LEFT_ALONE
    }

    /**
     * A host that is ready to work. To be closed.
     *
     * @param territory where it works
     * @param ledger what the host says about its ledger
     * @param notices who is told
     */
    record Host(
            Parts parts,
            AwsAccess aws,
            Territory territory,
            String ledger,
            LedgerOptions.Opened opened,
            Notices notices,
            DaemonDelays delays)
            implements AutoCloseable {
        /** How long it may take to tell what is open at the end. */
        static final Duration TELLING = Duration.ofSeconds(10);

        @Override
        public void close() {
            try (aws;
                    opened;
                    delays;
                    notices) {
                notices.flush(TELLING);
            }
        }
    }

    /**
     * Returns the host, and says on stderr what it may write and as whom. Touches neither the ledger nor a target yet.
     *
     * @throws UsageException if an option, the environment or the configuration is wrong
     */
    Host open(Attendance attendance, Terminal terminal, Clock clock) {
        Schedule schedule = new Schedule(DurationConverter.positive("--look-every", lookEvery), new Random());
        PluginCatalog installed = plugins.catalog(terminal);
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
        return new Host(parts, aws, territory, choice.announcement(), opened, notices, delays);
    }

    private DecisionPolicy policy(
            Attendance attendance, PluginCatalog installed, Optional<Configuration> configuration, Terminal terminal) {
        return switch (attendance) {
            case CALLED -> enforce.policy(installed, configuration, terminal);
            case LEFT_ALONE -> enforce.unattendedPolicy(installed, configuration, terminal);
        };
    }
}
