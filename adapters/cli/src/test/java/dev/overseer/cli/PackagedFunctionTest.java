package dev.overseer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A package under Lambda's own runtime client, which loads the jars of the {@code lib} folder where it was started. */
@Tag("slow")
@Timeout(120)
class PackagedFunctionTest {
    private static final String API = "/2018-06-01/runtime/";
    private static final Duration TIME = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();
    private final GlueSimulator glue = new GlueSimulator(clock);
    private final FakeAws aws =
            new FakeAws(clock).install(glue).install(new StsSimulator()).install(new TopicSimulator());
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    @Test
    void deletesAnEndpointInLambdaAndTellsOfIt() throws Exception {
        Path zip = folder.resolve("overseer-lambda.zip");
        Path task = folder.resolve("task");
        Path configuration = Files.writeString(folder.resolve("overseer.yaml"), """
                controls: {glue-dev-endpoint: {mode: enforce}}
                notify: [{sns: "arn:aws:sns:eu-west-1:123456789012:alerts"}]
                """);
        assertThat(new Cli()
                        .run("package", "--plugin", "glue", "--config", configuration, "-o", zip)
                        .status())
                .isZero();
        new Zip(zip).unpack(task);
        glue.endpoint("test1").ready();
        EventBuilder event = EndpointEvents.insecure("test1").at(clock.instant());

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                LoopbackAws endpoint = new LoopbackAws(aws)) {
            HttpServer lambda = runtimeApi(event.envelopeJson(), threads);
            Process function = function(task, lambda, endpoint);
            try {
                String path = answer.get(TIME.toSeconds(), TimeUnit.SECONDS);

                assertThat(path).as(() -> read(folder.resolve("log"))).isEqualTo("invocation/id-1/response");
                assertThat(glue.effectiveDeletes("test1")).isOne();
                assertThat(aws.calls("Publish")).hasSize(1);
                assertThat(read(folder.resolve("log"))).contains("\"outcome\":\"REMEDIATED\"");
            } finally {
                function.destroyForcibly().onExit().join();
                lambda.stop(0);
                threads.shutdownNow();
            }
        }
    }

    private Process function(Path task, HttpServer lambda, LoopbackAws endpoint) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        runtimeClient(),
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        "dev.overseer.lambda.RemediationHandler::handleRequest")
                .directory(task.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        "127.0.0.1:" + lambda.getAddress().getPort(),
                        "_HANDLER",
                        "dev.overseer.lambda.RemediationHandler::handleRequest",
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "overseer",
                        "AWS_REGION",
                        "eu-west-1",
                        "AWS_ACCESS_KEY_ID",
                        "AKIAIOSFODNN7EXAMPLE",
                        "AWS_SECRET_ACCESS_KEY",
                        "secret",
                        "AWS_ENDPOINT_URL",
                        endpoint.endpoint().toString(),
                        "OVERSEER_ROLE",
                        "arn:{partition}:iam::{account}:role/OverseerTarget",
                        "OVERSEER_ENFORCE",
                        "glue-dev-endpoint"));
        return builder.start();
    }

    /** The jars that Lambda has itself; everything else has to come from the package. */
    private static String runtimeClient() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> jar.contains("aws-lambda-java-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Serves one event, and notes where the function posts what became of it. */
    private HttpServer runtimeApi(String event, ExecutorService threads) throws IOException {
        Semaphore events = new Semaphore(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(API, exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                String path = exchange.getRequestURI().getPath().substring(API.length());
                if (!path.equals("invocation/next")) {
                    answer.complete(path.endsWith("response") ? path : path + ": " + body);
                    exchange.sendResponseHeaders(202, -1);
                    return;
                }
                events.acquire();
                exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "id-1");
                exchange.getResponseHeaders()
                        .set(
                                "Lambda-Runtime-Deadline-Ms",
                                String.valueOf(clock.instant().plus(TIME).toEpochMilli()));
                // Without it, the runtime client's native part ends the process
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                byte[] bytes = event.getBytes(UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return server;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
