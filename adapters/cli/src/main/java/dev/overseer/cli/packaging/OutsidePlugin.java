package dev.overseer.cli.packaging;

import dev.overseer.cli.packaging.Library.Bringer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jars of a plugin that is not shipped. */
final class OutsidePlugin {
    private static final List<String> OVERSEERS_PACKAGES = Stream.of(
                    "api", "runtime", "sqs", "lambda", "sinks", "testkit", "cli")
            .map("dev/overseer/%s/"::formatted)
            .toList();
    private static final String SQLITE = "org/sqlite/";

    private final Path path;
    private final List<String> functionsArtifacts;

    private OutsidePlugin(Path path, List<Library> function) {
        this.path = path;
        functionsArtifacts = function.stream()
                .map(library -> library.coordinates().unversioned())
                .toList();
    }

    /**
     * Returns the jars.
     *
     * @param function what every function has
     * @throws PackagingException if one of them cannot be read or has no place in a package, or none has a plugin
     */
    static List<Library> libraries(Path path, List<Library> function) {
        return new OutsidePlugin(path, function).libraries();
    }

    private List<Library> libraries() {
        List<Path> jars = jars();
        jars.forEach(jar -> new JarContents(jar).requireSound());
        if (jars.stream().allMatch(jar -> new JarContents(jar).plugins().isEmpty())) {
            throw new PackagingException(
                    "There is no plugin in %s: no jar with a META-INF/services/dev.overseer.api.RemediationPlugin that names one."
                            .formatted(path));
        }
        Bringer bringer = new Bringer(path.toString(), false);
        List<Library> libraries = jars.stream()
                .map(jar -> new Library(jar, new JarContents(jar).coordinates(), bringer))
                .toList();
        List<String> problems =
                libraries.stream().flatMap(library -> problem(library).stream()).toList();
        if (!problems.isEmpty()) {
            throw new PackagingException(problems);
        }
        return libraries;
    }

    private List<Path> jars() {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new PackagingException(
                    "The plugin %s does not exist. Name a plugin's jar, a folder of that and the jars that it runs with, or a shipped plugin."
                            .formatted(path));
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> inFolder = Files.newDirectoryStream(path, "*.jar")) {
            inFolder.forEach(jars::add);
        } catch (IOException unreadable) {
            throw new PackagingException(
                    "The plugin folder %s cannot be read: %s".formatted(path, unreadable.getMessage()), unreadable);
        }
        if (jars.isEmpty()) {
            throw new PackagingException("The plugin folder %s holds no *.jar.".formatted(path));
        }
        return jars.stream().sorted().toList();
    }

    private Optional<String> problem(Library library) {
        Coordinates coordinates = library.coordinates();
        JarContents contents = new JarContents(library.file());
        if (contents.entries().stream().anyMatch(entry -> entry.startsWith(SQLITE))) {
            return Optional.of(
                    "%s is SQLite, or holds it: its file would be gone with the function's process. Leave it out."
                            .formatted(library.file()));
        }
        if (coordinates.group().equals(Coordinates.OVERSEER)) {
            return functionsArtifacts.contains(coordinates.unversioned())
                            || !contents.plugins().isEmpty()
                    ? Optional.empty()
                    : Optional.of("%s is %s, which is no part of a function. Leave it out."
                            .formatted(library.file(), coordinates));
        }
        return contents.entries().stream()
                .filter(entry -> OVERSEERS_PACKAGES.stream().anyMatch(entry::startsWith) && entry.endsWith(".class"))
                .findFirst()
                .map(repacked ->
                        "%s holds classes of Overseer itself, such as %s, which every function has. Build it without them: depend on dev.overseer:overseer-framework-api with scope provided."
                                .formatted(library.file(), repacked));
    }
}
