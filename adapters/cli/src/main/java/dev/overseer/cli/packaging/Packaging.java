package dev.overseer.cli.packaging;

import dev.overseer.cli.packaging.PluginChoice.Outside;
import dev.overseer.cli.packaging.PluginChoice.Shipped;
import dev.overseer.runtime.notice.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes packages: picks the jars, writes the zip, and loads it as Lambda would before anybody gets to see it. */
public final class Packaging {
    /** What Lambda calls, as a function's configuration names it. */
    public static final String HANDLER = FunctionCode.HANDLER + "::" + FunctionCode.HANDLER_METHOD;

    private static final String ZIP = ".zip";

    /**
     * The most that a function's code may take unpacked
     * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>).
     */
    private static final long MOST_BYTES = 250L * 1024 * 1024;

    private final Distribution distribution;
    private final List<Destination> told;
    private final Map<String, byte[]> more;
    private final long mostBytes;

    /**
     * Takes what is the same in every package.
     *
     * @param told who hears of incidents: the clients for it are packed, and those for other destinations are not
     * @param more what else every package is to hold, by name
     */
    public Packaging(Distribution distribution, List<Destination> told, Map<String, byte[]> more) {
        this(distribution, told, more, MOST_BYTES);
    }

    Packaging(Distribution distribution, List<Destination> told, Map<String, byte[]> more, long mostBytes) {
        this.distribution = distribution;
        this.told = List.copyOf(told);
        this.more = Map.copyOf(more);
        this.mostBytes = mostBytes;
    }

    /**
     * A package that was written.
     *
     * @param chosen what it was made of
     * @param plugins what is in it, ordered by service
     * @param jars how many it has
     * @param bytes the size of the zip
     * @param sha256 the zip's digest, in hexadecimal
     */
    public record Written(
            Path zip, List<PluginChoice> chosen, List<PackagedPlugin> plugins, int jars, long bytes, String sha256) {
        public Written {
            chosen = List.copyOf(chosen);
            plugins = List.copyOf(plugins);
        }
    }

    /** A package that is ready, but for its name. */
    private record Draft(List<PluginChoice> chosen, Path part, Path zip, List<PackagedPlugin> plugins, int jars) {}

    /** Files beside the zip, removed in the end unless they were given its name. */
    private record Parts(Path zip, List<Path> files) implements AutoCloseable {
        Path next() {
            Path part = zip.resolveSibling(".%s.%d-%d.part"
                    .formatted(zip.getFileName(), ProcessHandle.current().pid(), files.size()));
            // Where the process is terminated
            part.toFile().deleteOnExit();
            files.add(part);
            return part;
        }

        @Override
        public void close() throws IOException {
            for (Path part : files) {
                Files.deleteIfExists(part);
            }
        }
    }

    /**
     * Writes one package with all of the plugins. A file that is there is replaced, in one step. Runs code of the plugins.
     *
     * @param chosen which plugins, in any order
     * @throws PackagingException if anything is wrong; the file is as it was, then
     */
    public Written together(List<PluginChoice> chosen, Path zip) {
        return write(List.of(chosen), zip, plugins -> zip).getFirst();
    }

    /**
     * Writes a package for each of the plugins, named after its service: {@code overseer-lambda-glue.zip} where the zip is
     * {@code overseer-lambda.zip}.
     *
     * @param chosen which plugins, in any order
     * @throws PackagingException if anything is wrong with one of them; all files are as they were, then
     */
    public List<Written> isolated(List<PluginChoice> chosen, Path zip) {
        return write(chosen.stream().distinct().map(List::of).toList(), zip, plugins -> ofService(zip, plugins));
    }

    private List<Written> write(
            List<List<PluginChoice>> packages, Path zip, Function<List<PackagedPlugin>, Path> name) {
        requirePlace(zip);
        try (Parts parts = new Parts(zip.toAbsolutePath(), new ArrayList<>())) {
            List<Draft> drafts = new ArrayList<>();
            for (List<PluginChoice> chosen : packages) {
                drafts.add(draft(chosen, parts.next(), name));
            }
            requireDistinct(drafts);
            List<Written> written = new ArrayList<>();
            for (Draft draft : drafts) {
                written.add(publish(draft));
            }
            return written;
        } catch (IOException failed) {
            throw new PackagingException(
                    "The package %s cannot be written: %s: %s."
                            .formatted(zip, failed.getClass().getSimpleName(), failed.getMessage()),
                    failed);
        }
    }

    private Draft draft(List<PluginChoice> chosen, Path part, Function<List<PackagedPlugin>, Path> name)
            throws IOException {
        List<Library> libraries = Selection.of(brought(chosen));
        requireSize(libraries);
        List<PackedJar> jars = PackedJar.of(libraries);
        SortedMap<String, byte[]> entries = new TreeMap<>(PackedJar.entries(jars));
        FunctionZip.write(part, entries);
        List<PackagedPlugin> plugins = DeploymentCheck.plugins(part, jars);
        entries.putAll(PackageDocuments.of(jars, plugins));
        entries.putAll(more);
        FunctionZip.write(part, entries);
        return new Draft(chosen, part, name.apply(plugins), plugins, jars.size());
    }

    private List<Library> brought(List<PluginChoice> chosen) {
        List<Library> function = distribution.function();
        List<Library> brought = new ArrayList<>(function);
        brought.addAll(distribution.clients(told));
        for (PluginChoice choice : chosen) {
            brought.addAll(
                    switch (choice) {
                        case Shipped(String service) -> distribution.plugin(service);
                        case Outside(Path path) -> OutsidePlugin.libraries(path, function);
                    });
        }
        return brought;
    }

    private static Written publish(Draft draft) throws IOException {
        byte[] content = Files.readAllBytes(draft.part());
        Files.move(draft.part(), draft.zip(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Written(
                draft.zip(), draft.chosen(), draft.plugins(), draft.jars(), content.length, Sha256.hex(content));
    }

    private static void requirePlace(Path zip) {
        if (!zip.toString().endsWith(ZIP)) {
            throw new PackagingException(
                    "\"%s\" is no name for a package. -o names the zip, such as overseer-lambda.zip.".formatted(zip));
        }
        Path folder = zip.toAbsolutePath().resolveSibling("");
        if (!Files.isDirectory(folder)) {
            throw new PackagingException(
                    "There is no folder %s for %s. Make it first: mkdir -p %1$s".formatted(folder, zip.getFileName()));
        }
        if (Files.isDirectory(zip)) {
            throw new PackagingException("%s is a folder. -o names the zip to write.".formatted(zip));
        }
    }

    private void requireSize(List<Library> libraries) throws IOException {
        long bytes = 0;
        for (Library library : libraries) {
            bytes += Files.size(library.file());
        }
        if (bytes > mostBytes) {
            throw new PackagingException(
                    "The jars have %,d bytes, and Lambda takes %,d. Make a package for each plugin: --isolate."
                            .formatted(bytes, mostBytes));
        }
    }

    private static Path ofService(Path zip, List<PackagedPlugin> plugins) {
        if (plugins.size() > 1) {
            throw new PackagingException("%s are plugins of one folder. With --isolate, each needs a folder of its own."
                    .formatted(String.join(
                            " and ",
                            plugins.stream().map(PackagedPlugin::service).toList())));
        }
        String name = zip.getFileName().toString();
        return zip.resolveSibling("%s-%s%s"
                .formatted(
                        name.substring(0, name.length() - ZIP.length()),
                        plugins.getFirst().service(),
                        ZIP));
    }

    private static void requireDistinct(List<Draft> drafts) {
        Map<Path, List<Draft>> byName =
                drafts.stream().collect(Collectors.groupingBy(Draft::zip, TreeMap::new, Collectors.toList()));
        for (List<Draft> same : byName.values()) {
            if (same.size() > 1) {
                throw new PackagingException("%s are for one service, %s. Choose one of them."
                        .formatted(
                                same.stream()
                                        .flatMap(draft -> draft.chosen().stream())
                                        .map(PluginChoice::text)
                                        .sorted()
                                        .collect(Collectors.joining(" and ")),
                                same.getFirst().plugins().getFirst().service()));
            }
        }
    }
}
