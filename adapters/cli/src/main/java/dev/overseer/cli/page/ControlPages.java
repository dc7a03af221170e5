package dev.overseer.cli.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page for each control, and a list of them. The same controls give the same pages. */
public final class ControlPages {
    private static final String INDEX = "README.md";
    private static final String SUFFIX = ".md";

    private final List<RegisteredControl<?>> controls;
    private final JsonNode schemas;

    /**
     * Takes what is installed.
     *
     * @param chosen those of it that pages are wanted of
     */
    public ControlPages(PluginCatalog installed, List<RegisteredControl<?>> chosen) {
        controls = chosen.stream()
                .sorted(Comparator.<RegisteredControl<?>, String>comparing(RegisteredControl::service)
                        .thenComparing(RegisteredControl::id))
                .toList();
        schemas = new ConfigurationReader(installed, Clock.systemUTC()).schema().at("/properties/controls/properties");
    }

    /** Returns a control's page, in Markdown. */
    public String page(RegisteredControl<?> control) {
        return new ControlPage(control, schemas.path(control.id())).text();
    }

    /** Returns all pages and the list, by file name. */
    public SortedMap<String, String> files() {
        SortedMap<String, String> files = new TreeMap<>();
        controls.forEach(control -> files.put(control.id() + SUFFIX, page(control)));
        files.put(INDEX, index());
        return files;
    }

    /**
     * Writes all pages and the list into a folder, which is made if need be.
     *
     * @return the names of pages in the folder that are of none of the controls, in order; they are left as they are
     * @throws IOException if the folder cannot be written
     */
    public List<String> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        SortedMap<String, String> files = files();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        try (Stream<Path> present = Files.list(folder)) {
            return List.copyOf(present.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX) && !files.containsKey(name))
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private String index() {
        return new Markdown()
                .heading(1, "Controls")
                .table(
                        List.of("control", "severity", "upholds", "by default", "remedy", "can be undone"),
                        controls.stream().map(ControlPages::row).toList())
                .text();
    }

    private static List<String> row(RegisteredControl<?> control) {
        ControlDescriptor descriptor = control.descriptor();
        return List.of(
                "[%s](%s%s)".formatted(control.id(), control.id(), SUFFIX),
                descriptor.severity().name(),
                Markdown.plain(descriptor.title()),
                descriptor.offUnlessListed() ? "off" : "dry run",
                ControlPage.remedy(descriptor),
                ControlPage.isUndoable(descriptor) ? "yes" : "no");
    }
}
