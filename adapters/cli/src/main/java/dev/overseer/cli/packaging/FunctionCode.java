package dev.overseer.cli.packaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The code of a function as Lambda would see it: the jars in the {@code lib} folder of a zip, and nothing else but the JDK.
 *
 * <p>Lambda unpacks a zip, and its runtime client loads the jars of the {@code lib} folder in the order of their names
 * ({@code CustomerClassLoader} in
 * <a href="https://github.com/aws/aws-lambda-java-libs">aws-lambda-java-runtime-interface-client</a>).
 */
final class FunctionCode implements AutoCloseable {
    static final String HANDLER = "dev.overseer.lambda.RemediationHandler";
    static final String HANDLER_METHOD = "handleRequest";

    private static final String ASKED = "dev.overseer.runtime.wiring.InstalledControls";

    private final Path folder;
    private final URLClassLoader loader;

    private FunctionCode(Path folder, URLClassLoader loader) {
        this.folder = folder;
        this.loader = loader;
    }

    /**
     * What is in it.
     *
     * @param plugins ordered by service
     * @param problems why it cannot be deployed; may quote texts of plugins
     */
    record Contents(List<PackagedPlugin> plugins, List<Problem> problems) {}

    /**
     * Something that is wrong.
     *
     * @param plugin the class that it is about; empty if it is no class's
     */
    record Problem(String plugin, String message) {}

    /** Unpacks a zip. */
    static FunctionCode unpack(Path zip) throws IOException {
        Path folder = Files.createTempDirectory("overseer-package");
        try {
            return new FunctionCode(folder, loader(libraries(zip, folder)));
        } catch (IOException | RuntimeException failed) {
            delete(folder);
            throw failed;
        }
    }

    /** Loads the handler, finds the plugins and asks them for their controls. Runs code of the plugins. */
    Contents load() {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            requireHandler();
            Object asked = loader.loadClass(ASKED).getConstructor().newInstance();
            return contents(String.valueOf(((Supplier<?>) asked).get()));
        } catch (ReflectiveOperationException | LinkageError | JsonProcessingException broken) {
            throw new PackagingException(
                    "The jars that every function has do not work: %s. Build them again: ./mvnw package"
                            .formatted(broken),
                    broken);
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    /** Returns whether some jar has this class, or the JDK. */
    boolean has(String internalName) {
        return loader.getResource(internalName + ".class") != null;
    }

    @Override
    public void close() throws IOException {
        loader.close();
        delete(folder);
    }

    private static List<URL> libraries(Path zip, Path folder) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (ZipFile opened = new ZipFile(zip.toFile())) {
            List<? extends ZipEntry> entries = opened.stream()
                    .filter(entry -> entry.getName().startsWith(FunctionZip.LIB))
                    .sorted(Comparator.comparing(ZipEntry::getName))
                    .toList();
            for (ZipEntry entry : entries) {
                Path jar = folder.resolve(entry.getName().substring(FunctionZip.LIB.length()));
                try (InputStream content = opened.getInputStream(entry)) {
                    Files.copy(content, jar);
                }
                jars.add(jar.toUri().toURL());
            }
        }
        return jars;
    }

    private static URLClassLoader loader(List<URL> jars) {
        return new URLClassLoader("function", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void requireHandler() throws ReflectiveOperationException {
        Class<?> handler = loader.loadClass(HANDLER);
        if (Arrays.stream(handler.getMethods())
                .noneMatch(method -> method.getName().equals(HANDLER_METHOD))) {
            throw new NoSuchMethodException(HANDLER + "::" + HANDLER_METHOD);
        }
    }

    private static Contents contents(String answer) throws JsonProcessingException {
        JsonNode document = new JsonMapper().readTree(answer);
        return new Contents(
                document.path("plugins")
                        .valueStream()
                        .map(plugin -> new PackagedPlugin(
                                plugin.path("service").asText(),
                                plugin.path("controls")
                                        .valueStream()
                                        .map(JsonNode::asText)
                                        .toList()))
                        .toList(),
                document.path("problems")
                        .valueStream()
                        .map(problem -> new Problem(
                                problem.path("plugin").asText(),
                                problem.path("message").asText()))
                        .toList());
    }
}
