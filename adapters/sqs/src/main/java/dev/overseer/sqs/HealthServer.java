package dev.overseer.sqs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.overseer.runtime.document.Documents;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Tells over HTTP how a worker is: {@code /healthz} answers 200 as long as it is live, {@code /healthz/ready} as long as it is
 * ready, else 503; both with the same JSON.
 *
 * <pre>{@code
 * {"live":true,"ready":true,"inFlight":3,"lastReceive":"2026-01-31T12:00:00.000Z"}
 * }</pre>
 */
public final class HealthServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final Supplier<WorkerHealth> health;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /**
     * Starts serving.
     *
     * @param address the host to listen on is 127.0.0.1 unless others are to see it; port 0 takes a free one
     * @throws IOException if it cannot listen there
     */
    public HealthServer(InetSocketAddress address, Supplier<WorkerHealth> health) throws IOException {
        this.health = health;
        server = HttpServer.create(address, 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops serving. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            WorkerHealth now = health.get();
            switch (exchange.getRequestURI().getPath()) {
                case "/healthz" -> answer(exchange, now, now.live());
                case "/healthz/ready" -> answer(exchange, now, now.ready());
                default -> exchange.sendResponseHeaders(NOT_FOUND, -1);
            }
        }
    }

    private static void answer(HttpExchange exchange, WorkerHealth health, boolean well) throws IOException {
        int status = well ? OK : UNAVAILABLE;
        byte[] body = (Documents.line(document(health)) + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
            case "HEAD" -> exchange.sendResponseHeaders(status, -1);
            default -> {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(NOT_ALLOWED, -1);
            }
        }
    }

    private static ObjectNode document(WorkerHealth health) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("live", health.live())
                .put("ready", health.ready())
                .put("inFlight", health.inFlight());
        health.lastReceive()
                .ifPresentOrElse(
                        time -> document.put("lastReceive", Documents.time(time)),
                        () -> document.putNull("lastReceive"));
        return document;
    }
}
