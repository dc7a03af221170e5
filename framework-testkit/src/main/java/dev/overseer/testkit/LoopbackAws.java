package dev.overseer.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A {@link FakeAws} on 127.0.0.1, for processes that find AWS by {@code AWS_ENDPOINT_URL}.
 *
 * <p>Any access key will do; {@code AKIAIOSFODNN7EXAMPLE} is in {@link FakeAws#ACCOUNT}. A fault that throws ends in a
 * closed connection: a client cannot tell a reset from a timeout here.
 */
public final class LoopbackAws implements AutoCloseable {
    private final FakeAws aws;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /** Starts serving on a free port. */
    public LoopbackAws(FakeAws aws) throws IOException {
        this(aws, 0);
    }

    /** Starts serving on a port; on a free one if it is 0. */
    public LoopbackAws(FakeAws aws, int port) throws IOException {
        this.aws = aws;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** Returns where AWS is, such as {@code http://127.0.0.1:43121}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stops serving. Calls that are still being answered lose their connection. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        // Closing without an answer is how a fault that throws reaches the client
        try (exchange) {
            Answer.Content content = aws.answer(awsRequest(exchange), Optional.empty());
            byte[] body = content.body().getBytes(StandardCharsets.UTF_8);
            content.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(content.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static AwsRequest awsRequest(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new AwsRequest(
                exchange.getRequestMethod(),
                headers.getOrDefault("host", ""),
                uri.getRawPath(),
                AwsRequest.decoded(query),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }
}
