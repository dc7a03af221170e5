package dev.overseer.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private static final WorkerHealth WELL =
            new WorkerHealth(true, true, 3, Optional.of(Instant.parse("2026-01-31T12:00:00Z")));

    private final AtomicReference<WorkerHealth> health = new AtomicReference<>(WELL);
    private final HttpClient http = HttpClient.newHttpClient();
    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HealthServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), health::get);
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void saysHowTheWorkerIs() throws Exception {
        HttpResponse<String> answer = call("GET", "/healthz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"live\":true,\"ready\":true,\"inFlight\":3,\"lastReceive\":\"2026-01-31T12:00:00.000Z\"}\n");
    }

    @Test
    void aWorkerThatWaitsForSqsIsLiveButNotReady() throws Exception {
        health.set(new WorkerHealth(true, false, 0, Optional.empty()));

        assertThat(call("GET", "/healthz").statusCode()).isEqualTo(200);
        assertThat(call("GET", "/healthz/ready").statusCode()).isEqualTo(503);
        assertThat(call("GET", "/healthz").body()).contains("\"lastReceive\":null");
    }

    @Test
    void aWorkerThatHangsIsNotLive() throws Exception {
        health.set(new WorkerHealth(false, false, 16, Optional.empty()));

        assertThat(call("GET", "/healthz").statusCode()).isEqualTo(503);
    }

    @Test
    void answersNothingElse() throws Exception {
        assertThat(call("HEAD", "/healthz").statusCode()).isEqualTo(200);
        assertThat(call("POST", "/healthz").statusCode()).isEqualTo(405);
        assertThat(call("GET", "/").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/healthz/../etc/passwd").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
