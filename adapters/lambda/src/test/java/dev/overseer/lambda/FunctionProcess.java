package dev.overseer.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The function in a process of its own, under Lambda's real runtime client. */
final class FunctionProcess implements AutoCloseable {
    private final Path stdout;
    private final Process process;

    private FunctionProcess(Path stdout, Process process) {
        this.stdout = stdout;
        this.process = process;
    }

    /** Starts it with nothing in its environment but this. */
    static FunctionProcess start(Path folder, Map<String, String> environment, String... jvmOptions)
            throws IOException {
        Path stdout = folder.resolve("stdout");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                // As Lambda's own Java runtimes set it
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                RemediationHandler.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("_HANDLER", RemediationHandler.class.getName());
        return new FunctionProcess(stdout, builder.start());
    }

    /** Returns what it has written that is JSON, line by line; the runtime client itself writes text. */
    List<JsonNode> lines() {
        return text().lines()
                .filter(line -> line.startsWith("{"))
                .map(Scene::json)
                .toList();
    }

    /** Returns all that it has written. */
    String text() {
        try {
            return Files.readString(stdout, UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
