package dev.overseer.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a> on 127.0.0.1, for one
 * function's process: another would not get an event for which the first still asks.
 */
final class LoopbackRuntime implements AutoCloseable {
    private static final String API = "/2018-06-01/runtime/";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<Result>> results = new ConcurrentHashMap<>();
    private final CompletableFuture<String> initError = new CompletableFuture<>();
    private final CompletableFuture<Void> snapshot = new CompletableFuture<>();
    private final CountDownLatch restored = new CountDownLatch(1);

    LoopbackRuntime() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(API, this::serve);
        server.setExecutor(threads);
        server.start();
    }

    private record Event(String id, String payload, Instant deadline) {}

    /** How an invocation ended: with what the function wrote, or with the error that it reported. */
    record Result(boolean failed, String body) {}

    /** Returns where the API is, as {@code AWS_LAMBDA_RUNTIME_API} has it. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Invokes the function with so much time. */
    Result invoke(String payload, Duration time) {
        Event event =
                new Event(UUID.randomUUID().toString(), payload, Instant.now().plus(time));
        CompletableFuture<Result> result = new CompletableFuture<>();
        results.put(event.id(), result);
        events.add(event);
        return await(result, "the function never answered");
    }

    /** Returns what the function reports instead of starting. */
    String initError() {
        return await(initError, "the function never failed to start");
    }

    /** Returns when the function may be snapshot. */
    void awaitSnapshot() {
        await(snapshot, "the function never asked to be restored");
    }

    /** Restores the function. */
    void restore() {
        restored.countDown();
    }

    @Override
    public void close() {
        restore();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String path = exchange.getRequestURI().getPath().substring(API.length());
            switch (path) {
                case "invocation/next" -> next(exchange);
                case "init/error" -> {
                    initError.complete(body);
                    answer(exchange, 202, "");
                }
                case "restore/next" -> {
                    snapshot.complete(null);
                    restored.await();
                    answer(exchange, 200, "");
                }
                default -> ended(exchange, path, body);
            }
        } catch (InterruptedException closed) {
            // The test is over, and nobody waits for this any more
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        Event event = events.take();
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", event.id());
        exchange.getResponseHeaders()
                .set(
                        "Lambda-Runtime-Deadline-Ms",
                        String.valueOf(event.deadline().toEpochMilli()));
        exchange.getResponseHeaders()
                .set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:overseer");
        // Without it, the runtime client's native part ends the process
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer(exchange, 200, event.payload());
    }

    private void ended(HttpExchange exchange, String path, String body) throws IOException {
        String[] parts = path.split("/");
        results.get(parts[1]).complete(new Result(parts[2].equals("error"), body));
        answer(exchange, 202, "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static <T> T await(CompletableFuture<T> result, String otherwise) {
        try {
            return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        } catch (ExecutionException | TimeoutException late) {
            throw new AssertionError(otherwise, late);
        }
    }
}
