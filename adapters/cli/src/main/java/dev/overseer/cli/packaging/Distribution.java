package dev.overseer.cli.packaging;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.cli.packaging.Library.Bringer;
import dev.overseer.runtime.notice.Destination;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The jars that this program was started from: the shipped plugins, the function that runs plugins in Lambda, and all that
 * these need. Each says itself what it runs with, in a file that the build has put into it.
 */
public final class Distribution {
    private static final String RUNTIME_CLASS_PATH = "META-INF/overseer/runtime-classpath";
    static final String FUNCTION = "overseer-lambda";
    private static final String SDK = "software.amazon.awssdk";

    private final Map<String, Path> jars;
    private final ClassLoader loader;

    Distribution(List<Path> classPath, ClassLoader loader) {
        // What comes first on the class path is what runs
        jars = classPath.stream()
                .filter(Files::isRegularFile)
                .collect(Collectors.toMap(
                        jar -> jar.getFileName().toString(),
                        Function.identity(),
                        (first, second) -> first,
                        TreeMap::new));
        this.loader = loader;
    }

    /** Returns the jars of the running program. */
    public static Distribution running() {
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(element -> !element.isBlank())
                .map(Path::of)
                .toList();
        return new Distribution(classPath, Distribution.class.getClassLoader());
    }

    /** Returns the services of the shipped plugins, in order. */
    public List<String> services() {
        return List.copyOf(plugins().keySet());
    }

    /**
     * Returns the jars that every function has: the one with its handler, and what that runs with.
     *
     * @throws PackagingException if this program was not started from the distribution
     */
    List<Library> function() {
        return withClassPath(jar(FUNCTION), new Bringer("Overseer's function", true));
    }

    /**
     * Returns the clients with which destinations are told, each once. What these run with, every function has: they are of
     * one release of the SDK, and speak protocols that other clients of the function speak.
     *
     * @throws PackagingException if this program was not started from the distribution
     */
    List<Library> clients(Collection<Destination> told) {
        Bringer bringer = new Bringer("Overseer's notifiers", true);
        String version = function().stream()
                .map(Library::coordinates)
                .filter(coordinates -> coordinates.group().equals(SDK)
                        && coordinates.artifact().equals("sdk-core"))
                .map(Coordinates::version)
                .findFirst()
                .orElseThrow(() -> incomplete("sdk-core"));
        return told.stream()
                .map(Distribution::client)
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .map(client -> library(new Coordinates(SDK, client, version, ""), bringer))
                .toList();
    }

    private static Optional<String> client(Destination destination) {
        return switch (destination) {
            case Destination.Sns topic -> Optional.of("sns");
            case Destination.Ses mail -> Optional.of("ses");
            // Told without one
            case Destination.EventBridge bus -> Optional.empty();
        };
    }

    /**
     * Returns one of Overseer's own jars.
     *
     * @param name its artifact id, such as {@code overseer-framework-api}
     * @throws PackagingException if this program was not started from the distribution
     */
    public Artifact artifact(String name) {
        Path jar = jar(name);
        JarContents contents = new JarContents(jar);
        String pom = contents.text("META-INF/maven/%s/%s/pom.xml".formatted(Coordinates.OVERSEER, name))
                .orElseThrow(() -> new PackagingException(
                        "%s does not hold its pom.xml. Build it with ./mvnw package.".formatted(jar)));
        return new Artifact(name, contents.coordinates().version(), jar, pom);
    }

    private Path jar(String artifact) {
        return jars.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(artifact + "-"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> incomplete(artifact));
    }

    /**
     * Returns the jar of a shipped plugin, and what it runs with.
     *
     * @throws PackagingException if none is shipped for the service, or this program was not started from the distribution
     */
    List<Library> plugin(String service) {
        RemediationPlugin plugin = Optional.ofNullable(plugins().get(service))
                .orElseThrow(() -> new PackagingException(
                        "\"%s\" is not a shipped plugin. There are: %s.".formatted(service, services())));
        Path jar = source(plugin).filter(Files::isRegularFile).orElseThrow(() -> incomplete("plugin " + service));
        return withClassPath(jar, new Bringer("plugin " + service, true));
    }

    private Map<String, RemediationPlugin> plugins() {
        Map<String, RemediationPlugin> plugins = new TreeMap<>();
        ServiceLoader.load(RemediationPlugin.class, loader).forEach(plugin -> plugins.put(plugin.service(), plugin));
        return plugins;
    }

    private List<Library> withClassPath(Path jar, Bringer bringer) {
        List<Library> libraries = new ArrayList<>();
        libraries.add(new Library(jar, new JarContents(jar).coordinates(), bringer));
        List<String> lines = new JarContents(jar).lines(RUNTIME_CLASS_PATH);
        if (lines.isEmpty()) {
            throw new PackagingException(
                    "%s does not say what it runs with: it has no %s. Build it with ./mvnw package."
                            .formatted(jar, RUNTIME_CLASS_PATH));
        }
        for (String line : lines) {
            libraries.add(library(Coordinates.parse(line), bringer));
        }
        return libraries;
    }

    private Library library(Coordinates coordinates, Bringer bringer) {
        Path jar = Optional.ofNullable(jars.get(coordinates.fileName()))
                .orElseThrow(() -> incomplete(coordinates.toString()));
        return new Library(jar, coordinates, bringer);
    }

    private static Optional<Path> source(RemediationPlugin plugin) {
        return Optional.ofNullable(plugin.getClass().getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(location -> {
                    try {
                        return Path.of(location.toURI());
                    } catch (URISyntaxException impossible) {
                        throw new IllegalStateException("a class comes from a malformed URL", impossible);
                    }
                });
    }

    private static PackagingException incomplete(String missing) {
        return new PackagingException(
                "The jar of %s is not among those that this program was started from. Start it as ./overseer, or with the class path adapters/cli/target/overseer-cli-*.jar:adapters/cli/target/lib/*."
                        .formatted(missing));
    }
}
