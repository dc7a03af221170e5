package dev.overseer.cli;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.config.DidYouMean;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.PluginProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds plugins: those that are shipped, and those in jars that the user names. */
final class InstalledPlugins {
    private static final String SERVICE_FILE = "META-INF/services/" + RemediationPlugin.class.getName();

    private InstalledPlugins() {}

    /**
     * Returns the plugins in jars and folders, together with the shipped ones: all of them, or those that are named.
     *
     * @param named paths, and names of shipped plugins
     * @throws UsageException if there is no such path or shipped plugin
     */
    static PluginCatalog catalog(List<String> named) {
        ClassLoader shipped = InstalledPlugins.class.getClassLoader();
        if (named.isEmpty()) {
            return PluginCatalog.load(shipped);
        }
        Set<String> names = named.stream().filter(InstalledPlugins::isName).collect(Collectors.toSet());
        if (!names.isEmpty()) {
            requireShipped(names, shippedServices(shipped));
        }
        List<Path> jars = named.stream()
                .filter(path -> !isName(path))
                .flatMap(path -> jars(Path.of(path)).stream())
                .toList();
        ClassLoader loader = jars.isEmpty() ? shipped : childOf(shipped, jars);
        return PluginCatalog.load(
                loader,
                plugin -> names.isEmpty()
                        || !shipped.equals(plugin.getClass().getClassLoader())
                        || names.contains(plugin.service()));
    }

    /** Returns what is wrong with a plugin, on one line. */
    static String text(PluginProblem problem) {
        String control = problem.control().map(id -> ", control " + id).orElse("");
        return Printable.line("plugin %s%s: %s".formatted(problem.plugin(), control, problem.message()));
    }

    /** Returns whether the text names a shipped plugin; otherwise it is a path. */
    static boolean isName(String text) {
        return text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    /**
     * Makes sure that the names among some texts are those of shipped plugins.
     *
     * @throws UsageException if one is not
     */
    static void requireShipped(Collection<String> named, Collection<String> services) {
        for (String name : named) {
            if (isName(name) && !services.contains(name)) {
                throw new UsageException("\"%s\" is not a shipped plugin. %s. For a folder, write ./%s"
                        .formatted(name, DidYouMean.sentence(name, services), name));
            }
        }
    }

    private static Set<String> shippedServices(ClassLoader shipped) {
        Set<String> services = new TreeSet<>();
        ServiceLoader.load(RemediationPlugin.class, shipped).forEach(plugin -> services.add(plugin.service()));
        return services;
    }

    private static List<Path> jars(Path path) {
        if (!Files.isDirectory(path)) {
            if (!Files.isReadable(path)) {
                throw new UsageException(
                        "The plugin %s does not exist or may not be read. Name a jar, a folder of jars, or a shipped plugin"
                                .formatted(Printable.line(path.toString())));
            }
            return List.of(path);
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> inFolder = Files.newDirectoryStream(path, "*.jar")) {
            inFolder.forEach(jars::add);
        } catch (IOException failure) {
            throw new UsageException("The plugin folder %s cannot be read: %s".formatted(path, failure.getMessage()));
        }
        if (jars.isEmpty()) {
            throw new UsageException("The plugin folder %s holds no *.jar".formatted(Printable.line(path.toString())));
        }
        Collections.sort(jars);
        return jars;
    }

    /** One loader for all jars, so that a plugin finds the libraries beside it. It lives as long as the process. */
    private static ClassLoader childOf(ClassLoader parent, List<Path> jars) {
        URL[] urls = jars.stream().map(InstalledPlugins::url).toArray(URL[]::new);
        URLClassLoader child = new URLClassLoader("plugins", urls, parent);
        if (child.findResource(SERVICE_FILE) == null) {
            throw new UsageException("There is no plugin in %s: none of them is a jar with a %s"
                    .formatted(Printable.line(jars.toString()), SERVICE_FILE));
        }
        return child;
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException("a file's URL is malformed", impossible);
        }
    }
}
