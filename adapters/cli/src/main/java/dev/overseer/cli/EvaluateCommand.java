package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Judges resources by their events. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = "Judges resources by what their events say: offline, without credentials, writing nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer evaluate event.json",
            "  overseer evaluate -o json logs/ | jq -r 'select(.verdict == \"FAILS\") | .target.id'",
            "  aws cloudtrail lookup-events --output json | overseer evaluate -"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final InputFiles input;

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final PluginOptions plugins = new PluginOptions();

    EvaluateCommand(Terminal terminal, InputFiles input) {
        this.terminal = terminal;
        this.input = input;
    }

    @Override
    public Integer call() {
        PluginCatalog installed = plugins.catalog(terminal);
        Optional<Configuration> configuration = config.configuration(installed, terminal);
        PluginCatalog catalog = ConfiguredControls.of(installed, configuration);
        DecisionPolicy policy =
                configuration.map(file -> DecisionPolicy.of(file.rules())).orElseGet(DecisionPolicy::dryRun);
        EventRouter router = new EventRouter(catalog.routable());
        Report report = output.report(terminal, new Wording(false));
        OfflineEvaluation evaluation = new OfflineEvaluation(catalog, policy, router, report);
        input.read(new EventReader(router), terminal.in(), reading -> {
            report.count(reading);
            evaluation.accept(reading);
        });
        return report.finish();
    }
}
