package dev.overseer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/**
 * The bucket {@code trail} of a real S3 server in this process (s3proxy, objects in memory), behind a door that refuses what
 * it is told to: policies, throttling and lost connections are not among what s3proxy can do.
 */
final class FaultyBucket {
    private static final String NAME = "trail";
    private static final long SLICE = 3;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch goingOn = new CountDownLatch(1);
    private final S3Proxy s3;
    private final HttpServer door;

    /** What goes wrong with a request. */
    enum Fault {
        DENIED,
        SLOW_DOWN,
        NO_SUCH_KEY,
        CUT_SHORT,

        /** Not answered before {@link #goOn}. */
        HANGS
    }

    FaultyBucket() throws Exception {
        Properties memory = new Properties();
        memory.setProperty("jclouds.identity", "anybody");
        memory.setProperty("jclouds.credential", "anything");
        s3 = S3Proxy.builder()
                .blobStore(BlobStores.create("transient-nio2", memory))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.NONE, "anybody", "anything")
                .build();
        s3.start();
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext("/", this::answer);
        door.setExecutor(threads);
        door.start();
        send("PUT", URI.create("/" + NAME), new byte[0]);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getAddress().getPort());
    }

    void put(String key, byte[] content) throws Exception {
        send("PUT", URI.create("/" + NAME + "/" + key), content);
    }

    /** Lets the next requests fail in which a text occurs, such as a key, in this order. */
    void fail(String text, Fault... with) {
        faults.put(text, new ConcurrentLinkedQueue<>(List.of(with)));
    }

    /** Returns the queries of what was listed, decoded. */
    List<String> listed() {
        return requests.stream()
                .filter(request -> request.contains("list-type"))
                .toList();
    }

    /** Returns what was read. */
    List<String> read() {
        return requests.stream()
                .filter(request -> !request.contains("list-type"))
                .toList();
    }

    /** Waits until a request hangs. */
    void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    /** Answers what hangs. */
    void goOn() {
        goingOn.countDown();
    }

    void stop() throws Exception {
        goOn();
        door.stop(0);
        threads.shutdownNow();
        http.close();
        s3.stop();
    }

    private HttpResponse<byte[]> send(String method, URI uri, byte[] body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + s3.getPort() + uri))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = URLDecoder.decode(exchange.getRequestURI().toString(), UTF_8);
        requests.add(request);
        try (exchange) {
            Fault fault = faults.entrySet().stream()
                    .filter(entry -> request.contains(entry.getKey()))
                    .map(entry -> entry.getValue().poll())
                    .filter(next -> next != null)
                    .findFirst()
                    .orElse(null);
            switch (fault) {
                case null -> forward(exchange, Long.MAX_VALUE);
                case CUT_SHORT -> forward(exchange, SLICE);
                case HANGS -> {
                    hanging.countDown();
                    goingOn.await();
                    forward(exchange, Long.MAX_VALUE);
                }
                case DENIED -> refuse(exchange, 403, "AccessDenied", "Access Denied");
                case SLOW_DOWN -> refuse(exchange, 503, "SlowDown", "Please reduce your request rate.");
                case NO_SUCH_KEY -> refuse(exchange, 404, "NoSuchKey", "The specified key does not exist.");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(HttpExchange exchange, long mostBytes) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + s3.getPort() + exchange.getRequestURI()));
        for (String header : List.of("Range", "If-Match")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        HttpResponse<byte[]> answer = http.send(request.GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        answer.headers()
                .firstValue("ETag")
                .ifPresent(tag -> exchange.getResponseHeaders().set("ETag", tag));
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length);
        exchange.getResponseBody().write(body, 0, (int) Math.min(body.length, mostBytes));
        exchange.getResponseBody().flush();
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message) throws IOException {
        byte[] body = "<Error><Code>%s</Code><Message>%s</Message><RequestId>R</RequestId></Error>"
                .formatted(code, message)
                .getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
