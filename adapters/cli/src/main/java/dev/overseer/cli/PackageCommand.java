package dev.overseer.cli;

import dev.overseer.cli.packaging.Distribution;
import dev.overseer.cli.packaging.PackagedPlugin;
import dev.overseer.cli.packaging.Packaging;
import dev.overseer.cli.packaging.PackagingException;
import dev.overseer.cli.packaging.PluginChoice;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.config.LedgerSettings;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.NotifySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the code of a Lambda function. */
@Command(
        name = "package",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = "Makes the code of a Lambda function: a zip with plugins, and what they run with.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer package --plugin glue -o overseer-lambda.zip",
            "  overseer package --plugin glue --plugin build/my-plugin/",
            "  overseer package --isolate"
        })
final class PackageCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1e6;
    private static final String CONFIGURATION = "overseer.yaml";

    private final Terminal terminal;

    @Option(
            names = "--plugin",
            paramLabel = "NAME|PATH",
            description =
                    "A shipped plugin, such as glue; or a plugin's jar, or a folder of that and the jars that it runs with."
                            + " Repeatable. The package has these and no others. Default: all that are shipped.")
    private List<String> plugins = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The zip to write. One that is there is replaced. Default: overseer-lambda.zip.")
    private Path output = Path.of("overseer-lambda.zip");

    @Option(
            names = "--isolate",
            description = "Make a zip for each plugin, with its service in the name: overseer-lambda-glue.zip.")
    private boolean isolate;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The function's configuration. Put into the package as overseer.yaml, where the function finds it,"
                            + " with the clients of whom it notifies.")
    private @Nullable Path config;

    PackageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            Distribution distribution = Distribution.running();
            List<PluginChoice> chosen = chosen(distribution.services());
            Packaging packaging = packaging(distribution);
            List<Packaging.Written> written =
                    isolate ? packaging.isolated(chosen, output) : List.of(packaging.together(chosen, output));
            written.forEach(this::tell);
            terminal.out().flush();
            return ExitStatus.OK;
        } catch (PackagingException wrong) {
            wrong.problems().forEach(problem -> terminal.err().println(Printable.line("overseer: " + problem)));
            return ExitStatus.INVALID;
        }
    }

    private Packaging packaging(Distribution distribution) {
        if (config == null) {
            return new Packaging(distribution, List.of(), Map.of());
        }
        byte[] content = read(config);
        List<Destination> told = checked(content, config).notices().stream()
                .map(NotifySettings::destination)
                .toList();
        return new Packaging(distribution, told, Map.of(CONFIGURATION, content));
    }

    /** Checked against what is packaged: a function with a wrong configuration would not start. */
    private Configuration checked(byte[] content, Path file) {
        ConfigurationReader reader = new ConfigurationReader(InstalledPlugins.catalog(plugins), Clock.systemUTC());
        Configuration checked = reader.read(content, file.toString());
        checked.warnings().forEach(warning -> terminal.err().println("overseer: warning: " + warning));
        if (checked.ledger().filter(LedgerSettings.Sqlite.class::isInstance).isPresent()) {
            throw new UsageException(
                    "%s: a function has no disk of its own for a ledger in SQLite. Take dynamodb".formatted(file));
        }
        return checked;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UsageException("The configuration %s cannot be read: %s".formatted(file, unreadable));
        }
    }

    private List<PluginChoice> chosen(List<String> shipped) {
        List<String> names = plugins.isEmpty() ? shipped : plugins;
        InstalledPlugins.requireShipped(names, shipped);
        return names.stream()
                .<PluginChoice>map(name -> InstalledPlugins.isName(name)
                        ? new PluginChoice.Shipped(name)
                        : new PluginChoice.Outside(Path.of(name)))
                .distinct()
                .toList();
    }

    private void tell(Packaging.Written written) {
        line(String.format(
                Locale.ROOT, "%s  %.1f MB, %d jars", written.zip(), written.bytes() / MEGABYTE, written.jars()));
        written.plugins().forEach(plugin -> line("    plugin   " + text(plugin)));
        line("    sha256   " + written.sha256());
        line("    handler  " + Packaging.HANDLER);
        line("    next     overseer policy template --package " + written.zip() + outside(written));
    }

    /** The template needs the code of plugins that are not shipped. */
    private static String outside(Packaging.Written written) {
        return written.chosen().stream()
                .filter(PluginChoice.Outside.class::isInstance)
                .map(plugin -> " --plugin " + plugin.text())
                .collect(Collectors.joining());
    }

    private static String text(PackagedPlugin plugin) {
        return plugin.service() + "  " + plugin.controls().stream().collect(Collectors.joining(", "));
    }

    private void line(String text) {
        terminal.out().print(Printable.line(text) + "\n");
    }
}
