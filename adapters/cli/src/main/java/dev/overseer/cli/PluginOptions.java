package dev.overseer.cli;

import dev.overseer.runtime.plugin.PluginCatalog;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which plugins take part. */
final class PluginOptions {
    private static final String VARIABLE = "OVERSEER_PLUGINS";

    @Option(
            names = "--plugin",
            paramLabel = "PATH|NAME",
            description =
                    "A plugin's jar, or a folder of jars; or the name of a shipped plugin, such as glue: then only the"
                            + " named ones of those that are shipped take part. Repeatable. " + VARIABLE
                            + " names more, separated as in a PATH.")
    private List<String> plugins = List.of();

    /** Returns the installed plugins, and says on stderr what is wrong with them. */
    PluginCatalog catalog(Terminal terminal) {
        PluginCatalog catalog = quietCatalog(terminal);
        catalog.problems().forEach(problem -> terminal.err().println("overseer: " + InstalledPlugins.text(problem)));
        return catalog;
    }

    /** Returns the installed plugins. */
    PluginCatalog quietCatalog(Terminal terminal) {
        List<String> named = new ArrayList<>(plugins);
        terminal.variable(VARIABLE).ifPresent(paths -> named.addAll(List.of(paths.split(File.pathSeparator))));
        return InstalledPlugins.catalog(named);
    }
}
