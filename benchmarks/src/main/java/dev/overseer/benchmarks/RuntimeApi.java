package dev.overseer.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a> on 127.0.0.1, with a
 * stopwatch. For one function's process, driven by one thread. Times are {@link System#nanoTime}.
 */
final class RuntimeApi implements AutoCloseable {
    private static final String PATH = "/2018-06-01/runtime/";
    private static final String ARN = "arn:aws:lambda:eu-west-1:123456789012:function:overseer";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> handedOut = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> answered = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> snapshots = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> restores = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> restored = new LinkedBlockingQueue<>();

    RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PATH, this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * An invocation.
     *
     * @param start when the function got its event
     * @param end when it had answered
     */
    record Span(long start, long end) {
        double millis() {
            return (end - start) / 1e6;
        }
    }

    /** Returns where the API is, as {@code AWS_LAMBDA_RUNTIME_API} has it. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Waits until the function asks for its next event, and returns when it did. */
    long awaitReady() throws InterruptedException {
        return taken(asked, "never asked for an event");
    }

    /** Waits until the function can be snapshot, and returns since when it can. */
    long awaitSnapshot() throws InterruptedException {
        return taken(snapshots, "never asked to be restored");
    }

    /** Restores the function, and returns the time from then until it asks for an event. */
    Span restore() throws InterruptedException {
        restores.add(true);
        return new Span(taken(restored, "was never restored"), awaitReady());
    }

    /** Invokes the function, which has asked for an event, and waits for its answer. */
    Span invoke(String payload) throws InterruptedException {
        events.add(payload);
        return new Span(taken(handedOut, "never got its event"), taken(answered, "never answered"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath().substring(PATH.length());
            if (path.equals("invocation/next")) {
                next(exchange);
            } else if (path.equals("restore/next")) {
                snapshots.add(System.nanoTime());
                restores.take();
                restored.add(System.nanoTime());
                answer(exchange, 200, "");
            } else if (path.endsWith("/response")) {
                answered.add(System.nanoTime());
                answer(exchange, 202, "");
            } else {
                System.err.printf("The function failed: %s: %s%n", path, body);
                answer(exchange, 202, "");
            }
        } catch (InterruptedException closed) {
            // Nobody waits for this any more.
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        asked.add(System.nanoTime());
        String event = events.take();
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
        exchange.getResponseHeaders()
                .set(
                        "Lambda-Runtime-Deadline-Ms",
                        String.valueOf(Instant.now().plus(TIMEOUT).toEpochMilli()));
        exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", ARN);
        // Without it, the Java runtime client's native part ends the process.
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        handedOut.add(System.nanoTime());
        answer(exchange, 200, event);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static long taken(BlockingQueue<Long> times, String otherwise) throws InterruptedException {
        Long time = times.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (time == null) {
            throw new IllegalStateException("The function %s within %s".formatted(otherwise, PATIENCE));
        }
        return time;
    }
}
