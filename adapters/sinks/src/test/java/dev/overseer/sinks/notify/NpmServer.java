package dev.overseer.sinks.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A server from npm in a process of its own, on a free port of 127.0.0.1. */
final class NpmServer implements AutoCloseable {
    private static final Path SOURCES = Path.of("src/test/npm");
    private static final Path INSTALLED = Path.of("target/npm");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "sns.mjs");
    private static final Pattern PORT = Pattern.compile("http://\\S+?:(\\d+)");

    private final Process process;
    private final URI endpoint;

    private NpmServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Installs the servers once for each lock file. Skips the test where that is not possible, and says why. */
    static void install() throws IOException, InterruptedException {
        for (String tool : List.of("node", "npm")) {
            Assumptions.assumeTrue(
                    isOnPath(tool), "There is no %s on the PATH: install Node 20 or later".formatted(tool));
        }
        Path lock = INSTALLED.resolve("package-lock.json");
        Path done = INSTALLED.resolve("node_modules/.package-lock.json");
        if (Files.exists(done) && Files.exists(lock) && Files.mismatch(lock, SOURCES.resolve(lock.getFileName())) < 0) {
            return;
        }
        Files.createDirectories(INSTALLED);
        for (String file : FILES) {
            Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = INSTALLED.resolve("npm.log");
        Process npm = process(log, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1");
        boolean ended = npm.waitFor(5, TimeUnit.MINUTES);
        npm.destroyForcibly();
        Assumptions.assumeTrue(
                ended && npm.exitValue() == 0,
                () -> "npm could not install the servers, such as without a network: " + read(log));
    }

    /** Starts a server whose first line with an address says where it listens. */
    static NpmServer start(String... command) throws IOException {
        Process process = process(INSTALLED.resolve("server.log"), command);
        BufferedReader out = process.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return new NpmServer(process, URI.create("http://127.0.0.1:" + port.group(1)));
            }
        }
        process.destroyForcibly();
        throw new AssertionError(
                "%s does not start: %s".formatted(List.of(command), read(INSTALLED.resolve("server.log"))));
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static Process process(Path log, String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectError(log.toFile())
                .start();
    }

    private static boolean isOnPath(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
