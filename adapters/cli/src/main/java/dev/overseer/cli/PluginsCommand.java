package dev.overseer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.Check;
import dev.overseer.api.EventPattern;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what is installed. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        description = "Lists the installed plugins and their controls.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  overseer plugins",
            "  overseer plugins --check --plugin build/my-plugin.jar",
            "  overseer plugins -o json | jq -r .control"
        })
final class PluginsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--check",
            description =
                    "Only say what is wrong with the plugins: all problems at once, exit status 2 if there is any.")
    private boolean check;

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
        if (check) {
            check(catalog);
        } else {
            Set<String> unlisted = config.configuration(catalog, terminal)
                    .map(file -> Set.copyOf(EnforceOptions.unlisted(catalog, file)))
                    .orElse(Set.of());
            catalog.controls().stream()
                    .sorted(Comparator.comparing(RegisteredControl::service))
                    .forEach(control -> list(control, unlisted.contains(control.id())));
        }
        terminal.out().flush();
        return catalog.problems().isEmpty() ? ExitStatus.OK : ExitStatus.INVALID;
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
                .forEach(pattern -> document.withArray("events").add(json(pattern)));
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

    /** Returns a pattern for people: sources and operations where it says no more than these, else as it is. */
    private static String events(EventPattern pattern) {
        JsonNode json = json(pattern);
        JsonNode names = json.path("detail").path("eventName");
        String readable = words(names) ? join(json.path("source")) + "  " + join(names) : json.toString();
        return Printable.line(readable + (pattern.creation() ? "  (creations)" : ""));
    }

    private static boolean words(JsonNode names) {
        return !names.isEmpty() && names.valueStream().allMatch(JsonNode::isTextual);
    }

    private static String join(JsonNode names) {
        return names.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }

    private static JsonNode json(EventPattern pattern) {
        try {
            return new JsonMapper().readTree(pattern.json());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a healthy control has a pattern that is not JSON", impossible);
        }
    }

    private void line(String text) {
        terminal.out().print(text + "\n");
    }
}
