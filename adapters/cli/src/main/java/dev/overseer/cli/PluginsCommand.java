package dev.overseer.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.Check;
import dev.overseer.api.EventPattern;
import dev.overseer.cli.page.ControlPages;
import dev.overseer.cli.page.PatternText;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what is installed. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = "Lists the installed plugins and their controls, or tells all about a control.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer plugins",
            "  overseer plugins glue-dev-endpoint",
            "  overseer plugins --check --plugin build/my-plugin.jar",
            "  overseer plugins --docs build/controls --plugin build/my-plugin.jar my-control",
            "  overseer plugins -o json | jq -r .control"
        })
final class PluginsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--check",
            description =
                    "Only say what is wrong with the plugins: all problems at once, exit status 2 if there is any.")
    private boolean check;

    @Option(
            names = "--docs",
            paramLabel = "DIR",
            description = "Write a page of Markdown for each control into this folder, and a list of them.")
    private @Nullable Path docs;

    @Parameters(
            arity = "0..*",
            paramLabel = "CONTROL",
            description =
                    "Tell all about these controls, in Markdown. Default: list all that are installed, in a few lines.")
    private List<String> controls = List.of();

    @Mixin
    private final ConfigOptions config = new ConfigOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final PluginOptions plugins = new PluginOptions();

    PluginsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PluginCatalog catalog = check ? plugins.quietCatalog(terminal) : plugins.catalog(terminal);
        ControlFilter.requireKnown(catalog, controls);
        if (check) {
            check(catalog);
        } else if (docs != null) {
            write(pages(catalog), docs);
        } else if (!controls.isEmpty() && output.format() == OutputOptions.Format.TEXT) {
            ControlPages pages = pages(catalog);
            String all = chosen(catalog).stream().map(pages::page).collect(Collectors.joining("\n"));
            terminal.out().print(all);
        } else {
            Set<String> unlisted = config.configuration(catalog, terminal)
                    .map(file -> Set.copyOf(EnforceOptions.unlisted(catalog, file)))
                    .orElse(Set.of());
            chosen(catalog).stream()
                    .sorted(Comparator.comparing(RegisteredControl::service))
                    .forEach(control -> list(control, unlisted.contains(control.id())));
        }
        terminal.out().flush();
        return catalog.problems().isEmpty() ? ExitStatus.OK : ExitStatus.INVALID;
    }

    private List<RegisteredControl<?>> chosen(PluginCatalog catalog) {
        return catalog.controls().stream()
                .<RegisteredControl<?>>map(control -> control)
                .filter(control -> controls.isEmpty() || controls.contains(control.id()))
                .toList();
    }

    private ControlPages pages(PluginCatalog catalog) {
        return new ControlPages(catalog, chosen(catalog));
    }

    private void write(ControlPages pages, Path folder) {
        try {
            List<String> others = pages.write(folder);
            line("%d pages in %s".formatted(pages.files().size(), folder));
            others.forEach(other -> terminal.err()
                    .println(Printable.line(
                            "overseer: %s is the page of no control here. Remove it if it is of none any more"
                                    .formatted(folder.resolve(other)))));
        } catch (IOException unwritable) {
            throw new UsageException("The folder %s cannot be written: %s".formatted(folder, unwritable));
        }
    }

    private void check(PluginCatalog catalog) {
        catalog.problems().forEach(problem -> line(InstalledPlugins.text(problem)));
        if (catalog.problems().isEmpty()) {
            List<String> controls =
                    catalog.controls().stream().map(RegisteredControl::id).toList();
            line("%d %s, nothing wrong: %s"
                    .formatted(
                            controls.size(),
                            controls.size() == 1 ? "control" : "controls",
                            String.join(", ", controls)));
        }
    }

    /**
     * Writes about a control.
     *
     * @param unlisted whether there is a configuration that says nothing about it
     */
    private void list(RegisteredControl<?> control, boolean unlisted) {
        switch (output.format()) {
            case JSON -> line(Documents.line(document(control).put("new", unlisted)));
            case TEXT -> {
                line("%s  %s  %s  %s%s"
                        .formatted(
                                control.id(),
                                control.service(),
                                control.descriptor().severity(),
                                Printable.line(control.descriptor().title()),
                                remark(control, unlisted)));
                line("    checks  "
                        + control.checks().stream().map(PluginsCommand::text).collect(Collectors.joining(", ")));
                control.descriptor().patterns().forEach(pattern -> line("    events  " + events(pattern)));
            }
        }
    }

    private static ObjectNode document(RegisteredControl<?> control) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", "overseer/control/1");
        document.put("control", control.id());
        document.put("service", control.service());
        document.put("severity", control.descriptor().severity().name());
        document.put("title", control.descriptor().title());
        checks(control).forEach(document.putArray("checks")::add);
        control.descriptor()
                .patterns()
                .forEach(pattern -> document.withArray("events").add(PatternText.json(pattern)));
        return document;
    }

    private static String remark(RegisteredControl<?> control, boolean unlisted) {
        if (control.descriptor().offUnlessListed()) {
            return "  (off unless listed)";
        }
        return unlisted ? "  (new, not enforced)" : "";
    }

    private static String text(Check<?> check) {
        return check.onByDefault() ? check.id() : check.id() + " (off)";
    }

    private static List<String> checks(RegisteredControl<?> control) {
        return control.checks().stream().map(Check::id).toList();
    }

    private static String events(EventPattern pattern) {
        return Printable.line(PatternText.of(pattern) + (pattern.creation() ? "  (creations)" : ""));
    }

    private void line(String text) {
        terminal.out().print(text + "\n");
    }
}
