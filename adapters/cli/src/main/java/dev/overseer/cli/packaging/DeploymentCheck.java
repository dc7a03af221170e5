package dev.overseer.cli.packaging;

import dev.overseer.cli.packaging.FunctionCode.Contents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Loads a package as Lambda would, and finds everything for which it would fail there. */
final class DeploymentCheck {
    private static final int MOST_CLASSES = 5;

    private final Map<String, PackedJar> plugins;
    private final List<String> problems = new ArrayList<>();

    private DeploymentCheck(List<PackedJar> jars) {
        plugins = new TreeMap<>();
        for (PackedJar jar : jars) {
            contents(jar).plugins().forEach(plugin -> plugins.put(plugin, jar));
        }
    }

    /**
     * Returns the plugins of a package, ordered by service. Runs their code.
     *
     * @throws PackagingException if anything is wrong with one of them
     */
    static List<PackagedPlugin> plugins(Path zip, List<PackedJar> jars) throws IOException {
        DeploymentCheck check = new DeploymentCheck(jars);
        try (FunctionCode code = FunctionCode.unpack(zip)) {
            check.requireReferences(code);
            Contents contents = code.load();
            contents.problems().forEach(check::add);
            if (!check.problems.isEmpty()) {
                throw new PackagingException(check.problems);
            }
            return contents.plugins();
        }
    }

    private void requireReferences(FunctionCode code) {
        plugins.forEach((plugin, jar) -> {
            NavigableSet<String> missing = References.missing(contents(jar), plugin, code);
            if (!missing.isEmpty()) {
                problems.add(
                        "Plugin %s of %s uses classes that are not in the package: %s%s. Put the jars that it runs with into one folder with it, and name that: --plugin FOLDER."
                                .formatted(
                                        plugin,
                                        jar.library().file(),
                                        missing.stream().limit(MOST_CLASSES).collect(Collectors.joining(", ")),
                                        missing.size() > MOST_CLASSES
                                                ? " and %d more".formatted(missing.size() - MOST_CLASSES)
                                                : ""));
            }
        });
    }

    private void add(FunctionCode.Problem problem) {
        problems.add(
                plugins.containsKey(problem.plugin())
                        ? "Plugin %s of %s: %s"
                                .formatted(
                                        problem.plugin(),
                                        plugins.get(problem.plugin()).library().file(),
                                        problem.message())
                        : problem.message());
    }

    private static JarContents contents(PackedJar jar) {
        return new JarContents(jar.library().file());
    }
}
