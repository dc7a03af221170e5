package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            "  aws cloudtrail lookup-events --output json | overseer evaluate -",
            "  overseer evaluate --summary --from 90d --region eu-west-1 s3://my-trail/",
            "  overseer evaluate --html summary.html --from 2026-01-01 --to 2026-02-01 s3://my-trail/"
        })
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupts interrupts;

    @Mixin
    private final HistoryInput input;

    @Option(
            names = "--summary",
            description = "Add up what each control would have done, rather than tell of each event: by control, check,"
                    + " account, region, day and caller.")
    private boolean summary;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the summary to this file as well, as a page. Implies --summary.")
    private @Nullable Path page;

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final PluginOptions plugins = new PluginOptions();

    EvaluateCommand(Terminal terminal, Interrupts interrupts, HistoryInput input) {
        this.terminal = terminal;
        this.interrupts = interrupts;
        this.input = input;
    }

    @Override
    public Integer call() {
        Optional<Path> html = Optional.ofNullable(page);
        html.ifPresent(EvaluateCommand::requireWritable);
        PluginCatalog installed = plugins.catalog(terminal);
        Optional<Configuration> configuration = config.configuration(installed, terminal);
        PluginCatalog catalog = ConfiguredControls.of(installed, configuration);
        DecisionPolicy policy =
                configuration.map(file -> DecisionPolicy.of(file.rules())).orElseGet(DecisionPolicy::dryRun);
        EventRouter router = new EventRouter(catalog.routable());
        EventReader reader = new EventReader(router);
        // Told to nobody: whoever reads asks for the results of each event.
        Function<Reading, List<Result>> judging =
                new OfflineEvaluation(catalog, policy, router, unheard -> {})::results;
        Clock clock = Clock.systemUTC();
        if (summary || html.isPresent()) {
            SummaryOutput to = new SummaryOutput(output.format(), html, terminal, clock);
            try (ArchiveWatch watch = new ArchiveWatch(terminal, interrupts, clock, to::finish)) {
                input.read(reader, terminal, clock, new Summarizing(judging, to, watch));
                return watch.end();
            }
        }
        Report report = output.report(terminal, new Wording(false));
        try (ArchiveWatch watch = new ArchiveWatch(terminal, interrupts, clock, report::finish)) {
            input.read(reader, terminal, clock, new Telling(judging, report, watch));
            return watch.end();
        }
    }

    private static void requireWritable(Path page) {
        Path folder = page.toAbsolutePath().getParent();
        if (Files.isDirectory(page) || folder == null || !Files.isWritable(folder)) {
            throw new UsageException("--html: %s cannot be written. Name a file in a folder that can".formatted(page));
        }
    }
}
