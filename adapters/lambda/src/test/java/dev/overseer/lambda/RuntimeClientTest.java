package dev.overseer.lambda;

import static dev.overseer.lambda.Batches.message;
import static dev.overseer.lambda.Batches.notification;
import static dev.overseer.lambda.Batches.sns;
import static dev.overseer.lambda.Batches.sqs;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.overseer.lambda.LoopbackRuntime.Result;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.StsSimulator;
import dev.overseer.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The function as Lambda runs it: a process, its runtime client, environment variables, and AWS over HTTP. */
@Tag("slow")
class RuntimeClientTest {
    private static final Duration TIME = Duration.ofMinutes(1);

    /** The function's process has the machine's clock, so the world around it is created now. */
    private final TestClock clock = new TestClock(Instant.now());

    private final GlueSimulator glue = new GlueSimulator(clock);
    private final SimulatedQueue queue = new SimulatedQueue();
    private final FakeAws aws =
            new FakeAws(clock).install(glue).install(new StsSimulator()).install(queue);
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    private LoopbackAws endpoint;
    private LoopbackRuntime lambda;

    @BeforeEach
    void start() throws IOException {
        endpoint = new LoopbackAws(aws);
        lambda = new LoopbackRuntime();
        environment.putAll(Map.of(
                "AWS_LAMBDA_RUNTIME_API", lambda.address(),
                "AWS_LAMBDA_FUNCTION_NAME", "overseer",
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "AWS_ENDPOINT_URL", endpoint.endpoint().toString(),
                "OVERSEER_ROLE", "arn:{partition}:iam::{account}:role/OverseerTarget",
                "OVERSEER_ENFORCE", "glue-dev-endpoint",
                "OVERSEER_QUEUE_URL", SimulatedQueue.URL));
    }

    @AfterEach
    void stop() {
        lambda.close();
        endpoint.close();
    }

    @Test
    void worksOnABatchWithAPoisonMessageAndTellsOfIt() throws IOException {
        glue.endpoint("test1").ready();
        glue.endpoint("test2").create();
        try (FunctionProcess function = FunctionProcess.start(folder, environment)) {
            Result result = lambda.invoke(
                    sqs(
                            message("m-1", created("test1").envelopeJson()),
                            message("m-2", "poison\u001b[2J"),
                            message("m-3", created("test2").envelopeJson())),
                    TIME);

            assertThat(result.failed()).isFalse();
            assertThat(Scene.failed(result.body())).containsExactly("m-2");
            assertThat(glue.effectiveDeletes("test1")).isOne();
            assertThat(aws.calls("DeleteDevEndpoint"))
                    .allMatch(call ->
                            call.principal().startsWith("arn:aws:sts::123456789012:assumed-role/OverseerTarget/"));
            assertThat(queue.sent).singleElement().satisfies(sent -> {
                assertThat(sent.path("QueueUrl").asText()).isEqualTo(SimulatedQueue.URL);
                assertThat(sent.path("DelaySeconds").asInt()).isEqualTo(300);
            });
            assertTransition(function);
            assertOneLineOfAscii(function);
        }
    }

    private static void assertTransition(FunctionProcess function) {
        assertThat(function.lines())
                .filteredOn(line -> line.path("outcome").asText().equals("REMEDIATED"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("incident").asText()).hasSize(26);
                    assertThat(line.path("control").asText()).isEqualTo("glue-dev-endpoint");
                    assertThat(line.path("target").asText()).isEqualTo("test1");
                    assertThat(line.at("/principal/issuer").asText())
                            .isEqualTo("arn:aws:iam::123456789012:role/developer");
                    assertThat(line.at("/principal/session").asText()).isEqualTo("ann");
                    assertThat(line.path("account").asText()).isEqualTo("123456789012");
                    assertThat(line.path("region").asText()).isEqualTo("eu-west-1");
                    assertThat(line.path("eventId").asText()).isNotEmpty();
                    assertThat(line.path("requestId").asText()).isNotEmpty();
                    assertThat(line.path("summary").asText()).isEqualTo("deleted");
                    assertThat(line.path("writes").asText()).isEqualTo("glue:DeleteDevEndpoint");
                });
        assertThat(function.lines())
                .filteredOn(line -> line.path("outcome").asText().equals("SUSPENDED"))
                .hasSize(1);
        assertThat(function.lines())
                .filteredOn(line -> line.path("level").asText().equals("WARN"))
                .extracting(line -> line.path("message").asText())
                .anyMatch(text -> text.contains("ledger is kept in memory"))
                .anyMatch(text -> text.contains("m-2") && text.contains("not JSON"));
        assertThat(function.lines())
                .filteredOn(line -> line.has("_aws"))
                .extracting(line ->
                        line.path("Incidents").asInt() + line.path("Unreadable").asInt())
                .contains(1);
    }

    private static void assertOneLineOfAscii(FunctionProcess function) {
        assertThat(function.text().lines()).allMatch(line -> line.matches("[ -~]*") && line.startsWith("{"));
    }

    @Test
    void takesAnIncidentFurtherThatComesBackFromTheQueue() throws IOException {
        glue.endpoint("test1").create();
        try (FunctionProcess function = FunctionProcess.start(folder, environment)) {
            lambda.invoke(sqs(message("m-1", created("test1").envelopeJson())), TIME);
            String sent = queue.sent.getFirst().path("MessageBody").asText();
            clock.advance(Duration.ofMinutes(8));

            Result second = lambda.invoke(sqs(message("m-2", sent)), TIME);

            assertThat(Scene.json(sent).path("hops").asInt()).isEqualTo(1);
            assertThat(Scene.failed(second.body())).isEmpty();
            assertThat(glue.effectiveDeletes("test1")).isOne();
            assertThat(function.lines())
                    .extracting(line -> line.path("looks").asInt())
                    .contains(2);
        }
    }

    @Test
    void takesAnEventAsItIsAndFromATopic() throws IOException {
        glue.endpoint("test1").ready();
        glue.endpoint("test2").ready();
        try (FunctionProcess function = FunctionProcess.start(folder, environment)) {
            assertThat(lambda.invoke(created("test1").envelopeJson(), TIME).failed())
                    .isFalse();
            assertThat(lambda.invoke(sns(notification("n-1", created("test2").envelopeJson())), TIME)
                            .failed())
                    .isFalse();

            assertThat(glue.exists("test1")).isFalse();
            assertThat(glue.exists("test2")).isFalse();
            assertThat(function.text()).doesNotContain("Exception");
        }
    }

    @Test
    void reportsAnExceptionAndTakesTheNextInvocation() throws IOException {
        environment.remove("OVERSEER_QUEUE_URL");
        glue.endpoint("test1").create();
        glue.endpoint("test2").ready();
        try (FunctionProcess function = FunctionProcess.start(folder, environment)) {
            Result first = lambda.invoke(sqs(message("m-1", created("test1").envelopeJson())), TIME);
            Result second = lambda.invoke("[7]", TIME);
            Result third = lambda.invoke(sqs(message("m-2", created("test2").envelopeJson())), TIME);

            assertThat(first.failed()).isTrue();
            assertThat(error(first)).contains("OVERSEER_QUEUE_URL");
            assertThat(error(second)).contains("1 of 1 failed: payload, event 1");
            assertThat(Scene.failed(third.body())).isEmpty();
            assertThat(glue.effectiveDeletes("test2")).isOne();
            assertThat(function.lines())
                    .filteredOn(line -> line.has("Looks"))
                    .as("metrics of the invocation that failed, too")
                    .hasSize(2);
        }
    }

    @Test
    void failsTheInvocationWhenTheQueueIsGone() throws IOException {
        aws.fail("SendMessage")
                .with(Fault.error(400, "QueueDoesNotExist", "The specified queue does not exist."))
                .always();
        glue.endpoint("test1").create();
        try (FunctionProcess _ = FunctionProcess.start(folder, environment)) {
            Result result = lambda.invoke(sqs(message("m-1", created("test1").envelopeJson())), TIME);

            assertThat(error(result))
                    .contains(SimulatedQueue.URL)
                    .contains("does not exist")
                    .contains("OVERSEER_QUEUE_URL");
        }
    }

    @Test
    void endsAnIncidentWhoseRoleCannotBeAssumedAndGoesOnWithOthers() throws IOException {
        aws.fail("AssumeRole").with(Fault.deny());
        glue.endpoint("test2").ready();
        try (FunctionProcess function = FunctionProcess.start(folder, environment)) {
            Result result = lambda.invoke(
                    sqs(
                            message(
                                    "m-1",
                                    created("test1").account("210987654321").envelopeJson()),
                            message("m-2", created("test2").envelopeJson())),
                    TIME);

            assertThat(Scene.failed(result.body())).isEmpty();
            assertThat(glue.effectiveDeletes("test2")).isOne();
            assertThat(function.lines())
                    .filteredOn(line -> line.path("outcome").asText().equals("FAILED"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.path("summary").asText())
                            .contains("arn:aws:iam::210987654321:role/OverseerTarget")
                            .contains("account 210987654321"));
        }
    }

    @Test
    void returnsAllMessagesWhenTimeIsLow() throws IOException {
        glue.endpoint("test1").ready();
        try (FunctionProcess function = FunctionProcess.start(folder, environment)) {
            Result result = lambda.invoke(
                    sqs(message("m-1", created("test1").envelopeJson()), message("m-2", "?")), Duration.ofSeconds(20));

            assertThat(Scene.failed(result.body())).containsExactly("m-1", "m-2");
            assertThat(aws.calls()).isEmpty();
            assertThat(function.text()).contains("less than the 30 s that a look may take");
        }
    }

    @Test
    void writesNothingUnlessControlsAreNamed() throws IOException {
        environment.remove("OVERSEER_ENFORCE");
        glue.endpoint("test1").ready();
        try (FunctionProcess function = FunctionProcess.start(folder, environment)) {
            lambda.invoke(created("test1").envelopeJson(), TIME);

            assertThat(glue.exists("test1")).isTrue();
            assertThat(aws.calls("GetDevEndpoint")).hasSize(1);
            assertThat(function.lines())
                    .extracting(line -> line.path("outcome").asText())
                    .contains("PLANNED");
        }
    }

    @Test
    void doesNotStartWithWrongSettings() throws IOException {
        environment.put("OVERSEER_MODE", "enfroce");
        environment.put("OVERSEER_ENFORCE", "glue-dev-endpiont");
        try (FunctionProcess _ = FunctionProcess.start(folder, environment)) {
            assertThat(lambda.initError())
                    .contains("2 problems")
                    .contains("enfroce")
                    .contains("glue-dev-endpiont");
        }
    }

    @Test
    void isRestoredWithItsClassesLoadedAndItsCredentialsForgotten() throws IOException {
        glue.endpoint("test1").ready();
        Path loaded = folder.resolve("loaded");
        AtomicInteger asked = new AtomicInteger();
        HttpServer credentials = credentials(asked);
        environment.remove("AWS_ACCESS_KEY_ID");
        environment.remove("AWS_SECRET_ACCESS_KEY");
        environment.put(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://127.0.0.1:%d/".formatted(credentials.getAddress().getPort()));
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        try (FunctionProcess function = FunctionProcess.start(folder, environment, "-Xlog:class+load:file=" + loaded)) {
            lambda.awaitSnapshot();
            assertThat(Files.readString(loaded))
                    .contains(" dev.overseer.runtime.engine.Examination ")
                    .contains(" dev.overseer.plugin.glue.DevEndpointControl ")
                    .contains(" software.amazon.awssdk.services.glue.DefaultGlueClient ")
                    .contains(" software.amazon.awssdk.services.sts.model.AssumeRoleRequest ")
                    .contains(" software.amazon.awssdk.services.sqs.model.SendMessageRequest ")
                    .contains(" sun.security.ssl.ClientHello ");
            assertThat(aws.calls()).isEmpty();
            assertThat(asked).hasValue(0);
            assertThat(function.lines())
                    .noneMatch(line -> line.has("_aws") || line.has("outcome"))
                    .noneMatch(line -> line.path("level").asText().equals("ERROR"));

            lambda.restore();
            Result result = lambda.invoke(sqs(message("m-1", created("test1").envelopeJson())), TIME);

            assertThat(Scene.failed(result.body())).isEmpty();
            assertThat(glue.effectiveDeletes("test1")).isOne();
            assertThat(asked).hasValue(1);
        } finally {
            credentials.stop(0);
        }
    }

    private EventBuilder created(String endpoint) {
        return Scene.created(endpoint).at(clock.instant());
    }

    private static String error(Result result) {
        assertThat(result.failed()).isTrue();
        JsonNode error = Scene.json(result.body());
        return error.path("errorMessage").asText();
    }

    /** Serves credentials as Lambda does for functions with snapshots, and counts who asks. */
    private static HttpServer credentials(AtomicInteger asked) throws IOException {
        byte[] body = """
                {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                 "Token": "token", "Expiration": "2099-01-01T00:00:00Z"}""".getBytes(UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
