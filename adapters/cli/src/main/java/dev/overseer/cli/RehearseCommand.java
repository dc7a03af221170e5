package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Ec2Simulator;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.RehearsalListener;
import dev.overseer.testkit.S3Simulator;
import dev.overseer.testkit.TestClock;
import dev.overseer.testkit.VirtualHost;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays events against simulated accounts. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description =
                "Plays events against simulated accounts in memory, where everything is enforced and every wait is"
                        + " over at once: no network, no credentials.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer rehearse examples/",
            "  overseer rehearse --ready-after 45m event.json     what if Glue is slow",
            "  overseer rehearse -o json event.json | jq .outcome"
        })
final class RehearseCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final InputFiles input;

    @Option(
            names = "--ready-after",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long new resources stay PROVISIONING, such as 7m. Default: 7m.")
    private Duration readyAfter = GlueSimulator.READY_AFTER;

    @Option(
            names = "--look-every",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How often to look at a waiting resource, such as 2m. Default: at each control's pace.")
    private @Nullable Duration lookEvery;

    @Option(
            names = "--config",
            paramLabel = "FILE|ssm:/NAME",
            description = "The configuration: a file, or a parameter of the Parameter Store. Default: none, and every"
                    + " control enforces.")
    private @Nullable String config;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final PluginOptions plugins = new PluginOptions();

    @Mixin
    private final LogOption log = new LogOption();

    RehearseCommand(Terminal terminal, InputFiles input) {
        this.terminal = terminal;
        this.input = input;
    }

    @Override
    public Integer call() {
        log.apply();
        PluginCatalog installed = plugins.catalog(terminal);
        Optional<Configuration> configuration = new ConfigOptions(config).explicit(installed, terminal);
        PluginCatalog catalog = ConfiguredControls.of(installed, configuration);
        TestClock clock = new TestClock(Instant.EPOCH);
        FakeAws aws = new FakeAws(clock)
                .install(new GlueSimulator(clock, Lifecycle.readyAfter(readyAfter)))
                .install(new Ec2Simulator(clock))
                .install(new S3Simulator(clock));
        Report report = output.report(terminal, new Wording(true));
        Set<String> unknown = new TreeSet<>();
        Rehearsal rehearsal = rehearsal(catalog, aws, clock);
        VirtualHost host = configuration
                .map(file -> rehearsal.under(mandate(file, installed, clock)))
                .orElse(rehearsal)
                .host(new Listener(report, unknown));
        input.read(new EventReader(new EventRouter(catalog.routable())), terminal.in(), reading -> {
            report.count(reading);
            host.accept(reading);
        });
        host.run();
        aws.notSimulated().stream().map(AwsCall::action).distinct().forEach(this::warnOfUnknownCall);
        unknown.forEach(this::warnOfUnknownService);
        return report.finish();
    }

    private Rehearsal rehearsal(PluginCatalog catalog, FakeAws aws, TestClock clock) {
        Rehearsal rehearsal = Rehearsal.of(catalog, aws, clock);
        return DurationConverter.positive("--look-every", lookEvery)
                .map(rehearsal::lookEvery)
                .orElse(rehearsal);
    }

    /** As {@code run --enforce}; but what is stopped is not asked of AWS. */
    private Mandate mandate(Configuration configuration, PluginCatalog installed, TestClock clock) {
        DecisionPolicy policy = DecisionPolicy.of(configuration.rules());
        if (configuration.rules().killSwitch() instanceof KillSwitchPlace.InParameter(String name)) {
            terminal.err()
                    .println("overseer: a rehearsal does not ask the kill switch ssm:%s, and goes on as if it were off"
                            .formatted(name));
            return Mandate.of(policy);
        }
        return ConfiguredControls.mandate(
                policy,
                installed,
                () -> {
                    throw new IllegalStateException("the kill switch is no parameter");
                },
                clock);
    }

    private void warnOfUnknownCall(String action) {
        terminal.err()
                .println("overseer: %s is not simulated, so what called it was not rehearsed"
                        .formatted(Printable.line(action)));
    }

    private void warnOfUnknownService(String source) {
        terminal.err()
                .println(
                        "overseer: nothing here simulates %s, so its events were not rehearsed. Its plugin's own tests do that; `overseer evaluate` judges the events alone"
                                .formatted(Printable.line(source)));
    }

    /** Notes the sources of events that nothing simulates. */
    private record Listener(Consumer<Result> to, Set<String> unknown) implements RehearsalListener {
        @Override
        public void arrived(Arrival arrival) {
            switch (arrival) {
                case Arrival.Opened opened -> {}
                case Arrival.Ignored(var reason, var event) -> {
                    if (reason == IgnoredReason.NO_SIMULATOR) {
                        unknown.add(event.source());
                    }
                    to.accept(new Result.Ignored(reason, event));
                }
                case Arrival.Sweep sweep -> arrived(sweep.refused());
                case Arrival.Unreadable(var reading) -> to.accept(new Result.Unreadable(reading));
            }
        }

        @Override
        public void looked(Step step) {
            if (step instanceof Step.Closed closed) {
                to.accept(Result.of(closed));
            }
        }
    }
}
