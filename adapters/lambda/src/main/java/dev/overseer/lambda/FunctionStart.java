package dev.overseer.lambda;

import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.KillSwitches;
import dev.overseer.runtime.config.LedgerSettings;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.decision.KillSwitch;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.notice.Delays;
import dev.overseer.runtime.notice.Notices;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.PluginProblem;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.runtime.wiring.InstalledVersions;
import dev.overseer.runtime.wiring.Parts;
import dev.overseer.runtime.wiring.RuntimeModule;
import dev.overseer.runtime.wiring.Setup;
import dev.overseer.sinks.DynamoDbLedger;
import dev.overseer.sinks.SsmParameterStore;
import dev.overseer.sinks.notify.Notifiers;
import dev.overseer.sqs.SweepTurns;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * A function that is ready for its first invocation.
 *
 * @param equipment what invocations work with
 * @param snapStart what is to be registered with CRaC, and held on to, since CRaC does not
 */
record FunctionStart(Invocation.Equipment equipment, SnapStart snapStart) {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionStart.class);

    /**
     * Reads the environment, finds the plugins beside this class and wires both. Calls nothing.
     *
     * @throws SettingsException if a setting is wrong
     */
    static FunctionStart byEnvironment(Map<String, String> environment) {
        LambdaLogging.install();
        // Guice would use a part of the JDK that is about to go, and warn of it on stderr at every start
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        Clock clock = Clock.systemUTC();
        PluginCatalog installed = PluginCatalog.load(FunctionStart.class.getClassLoader());
        requireControls(installed);
        OwnCredentials own =
                new OwnCredentials(() -> DefaultCredentialsProvider.builder().build());
        SdkHttpClient http = AwsAccess.http();
        Function<Region, ParameterStore> parameters = region -> SsmParameterStore.over(http, own, region);
        Settings settings = Settings.read(environment, installed, parameters);
        announce(settings, installed);
        PluginCatalog catalog = settings.configuration()
                .map(file -> installed.configured(file.rules()))
                .orElse(installed);
        AwsAccess access = new AwsAccess(http, own, settings.role(), settings.region());
        // Secure not for secrecy: it reads the system's randomness at every use, so that functions which were restored
        // from one snapshot do not all retry at the same moments
        RandomGenerator random = new SecureRandom();
        Optional<DynamoDbLedger> table = settings.ledger().map(named -> access.ledger(named, random));
        Ledger ledger = table.<Ledger>map(kept -> kept).orElseGet(InMemoryLedger::ofProcess);
        Notices notices = new Notices(
                settings.configuration().map(Configuration::notices).orElse(List.of()),
                destination -> new Notifiers(http, own).open(destination),
                ledger,
                clock,
                // A frozen function holds nothing back, and sends nothing later
                Delays.untilFlushed(Thread::sleep));
        Parts parts = RuntimeModule.parts(new Setup(
                catalog,
                mandate(settings, new KillSwitches(installed, () -> parameters.apply(settings.region()), clock)),
                access.connection(clock),
                ledger,
                new Schedule(Optional.empty(), random),
                clock,
                InstalledVersions.of(catalog, settings.configuration().map(Configuration::hash)),
                notices));
        Priming priming = new Priming(catalog, parts.reader(), clock);
        return new FunctionStart(
                new Invocation.Equipment(
                        parts.reader(),
                        parts.intake(),
                        parts.engine(),
                        waits(access, settings, clock),
                        settings.scope(),
                        sweeps(parts.engine(), settings, clock),
                        countdown -> {
                            notices.flush(countdown.untilTooLateToTell());
                            table.ifPresent(FunctionStart::flush);
                        }),
                new SnapStart(() -> prime(priming, settings, clock), own::renew));
    }

    /** What was only counted is no reason to work on the messages again. */
    private static void flush(DynamoDbLedger ledger) {
        try {
            ledger.close();
        } catch (LedgerException unreachable) {
            LOG.warn("What was compliant at first sight cannot be counted", unreachable);
        }
    }

    private static Waits waits(AwsAccess access, Settings settings, Clock clock) {
        return settings.queueUrl()
                .<Waits>map(url -> access.waits(url, settings.schedulerRole(), clock))
                .orElseGet(NoQueue::new);
    }

    private static SweepTurns sweeps(Engine engine, Settings settings, Clock clock) {
        List<String> accounts = settings.scope().accounts().isEmpty()
                ? settings.role().accounts().stream()
                        .flatMap(Set::stream)
                        .sorted()
                        .toList()
                : settings.scope().accounts().stream().sorted().toList();
        List<String> regions = settings.scope().regions().isEmpty()
                ? settings.configuration()
                        .flatMap(file -> file.rules().regions())
                        .map(allowed -> allowed.stream().sorted().toList())
                        .orElse(List.of(settings.region().id()))
                : settings.scope().regions().stream().sorted().toList();
        return new SweepTurns(engine, new SweepTurns.Places(() -> accounts, () -> regions), Thread::sleep, clock);
    }

    private static Mandate mandate(Settings settings, KillSwitches switches) {
        KillSwitch killSwitch = settings.configuration()
                .map(file -> switches.at(file.rules().killSwitch()))
                .orElse(KillSwitch.NONE);
        return new Mandate(settings.policy(), killSwitch);
    }

    /** Otherwise every event would be taken for one that nobody wants. */
    private static void requireControls(PluginCatalog catalog) {
        if (catalog.controls().isEmpty() && catalog.problems().isEmpty()) {
            throw new IllegalStateException(
                    "There is no plugin in this package. Make one that has: `overseer package --plugin glue`");
        }
    }

    private static void announce(Settings settings, PluginCatalog catalog) {
        for (PluginProblem problem : catalog.problems()) {
            LOG.error(
                    "Plugin {}{} is quarantined, and its events are kept: {}",
                    Printable.line(problem.plugin()),
                    problem.control().map(id -> ", control " + id).orElse(""),
                    Printable.line(problem.message()));
        }
        settings.configuration().ifPresent(file -> announce(file, settings.unlisted(catalog)));
        LOG.info(
                "Starting with controls {}; may write: {}; role: {} ({}); waits: {}; ledger: {}",
                catalog.controls().stream().map(RegisteredControl::id).toList(),
                settings.writing(catalog),
                settings.role().arn(),
                settings.roleSaid(),
                settings.queueUrl()
                        .map(Object::toString)
                        .orElse("nowhere, since " + SettingsReader.QUEUE_URL + " is not set"),
                settings.ledger().map(LedgerSettings.DynamoDb::table).orElse("in memory"));
        if (!settings.writing(catalog).isEmpty() && settings.ledger().isEmpty()) {
            LOG.warn(
                    "The ledger is kept in memory and ends with this process, and no limits apply: set OVERSEER_LEDGER_TABLE. What it has written is verified in the same "
                            + "look; a write whose process is gone before that ends as GONE, not as REMEDIATED");
        }
    }

    private static void announce(Configuration configuration, List<String> unlisted) {
        LOG.info("Configuration: {}, SHA-256 {}", configuration.source(), configuration.hash());
        configuration.warnings().forEach(warning -> LOG.warn("{}", warning));
        if (!unlisted.isEmpty()) {
            LOG.warn("new, not enforced: {}", String.join(", ", unlisted));
        }
    }

    /** Two ways to the same target, since the one by a role ends where no role can be assumed. */
    private static void prime(Priming priming, Settings settings, Clock clock) {
        CannedHttp http = CannedHttp.refusing();
        StaticCredentialsProvider nobody =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "none"));
        AwsAccess access = new AwsAccess(http, nobody, settings.role(), settings.region());
        priming.run(
                List.of(
                        access.connection(clock),
                        AwsConnection.own(http, account -> nobody, account -> "nobody", Optional.empty())),
                waits(access, settings, clock),
                settings.ledger()
                        .map(table -> new AwsAccess(CannedHttp.empty(), nobody, settings.role(), settings.region())
                                .ledger(table, new Random()))
                        .map(LedgerPriming::new));
    }
}
