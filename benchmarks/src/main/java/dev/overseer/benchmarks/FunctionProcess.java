package dev.overseer.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A function in a process of its own, under a client of the Runtime API. Its stdout is what Lambda would log. */
final class FunctionProcess implements AutoCloseable {
    private final long started;
    private final Process process;
    private final Path log;
    private final RuntimeApi api;

    private FunctionProcess(long started, Process process, Path log, RuntimeApi api) {
        this.started = started;
        this.process = process;
        this.log = log;
        this.api = api;
    }

    /**
     * Starts it.
     *
     * @param aws where AWS is
     * @param more environment variables beside those that every function here has
     */
    static FunctionProcess start(List<String> command, URI aws, Map<String, String> more) throws IOException {
        RuntimeApi api = new RuntimeApi();
        Path log = Files.createTempFile("function", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(log.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API", api.address(),
                        "AWS_LAMBDA_FUNCTION_NAME", "overseer",
                        "AWS_REGION", "eu-west-1",
                        "AWS_DEFAULT_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                        "AWS_ENDPOINT_URL", aws.toString(),
                        "OVERSEER_ROLE", "arn:{partition}:iam::{account}:role/OverseerTarget",
                        "OVERSEER_ENFORCE", "glue-dev-endpoint",
                        "OVERSEER_QUEUE_URL", Mailbox.URL));
        builder.environment().putAll(more);
        long started = System.nanoTime();
        return new FunctionProcess(started, builder.start(), log, api);
    }

    RuntimeApi api() {
        return api;
    }

    /** Returns when the process was started. */
    long started() {
        return started;
    }

    /** Returns how long its threads have been on a core so far, in milliseconds. Of threads that have ended, nothing. */
    double busy() throws IOException {
        Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        long nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                nanos += Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).split(" ")[0]);
            }
        }
        return nanos / 1e6;
    }

    /** Returns how many bytes it has written to stdout. */
    long logged() throws IOException {
        return Files.size(log);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        api.close();
        Files.delete(log);
    }
}
