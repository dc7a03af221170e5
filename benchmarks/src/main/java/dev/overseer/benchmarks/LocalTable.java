package dev.overseer.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.sinks.DynamoDbTable;
import dev.overseer.testkit.Answer;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Protocol;
import dev.overseer.testkit.SimulatedService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB Local in a process of its own, behind the simulated AWS, which counts the calls. DynamoDB itself counts in
 * another way what they cost: {@link Usage} does it by the manual.
 */
final class LocalTable implements SimulatedService, AutoCloseable {
    private final Process server;
    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();
    private final DynamoDbClient client;
    private final AtomicInteger tables = new AtomicInteger();
    private final Usage usage = new Usage();

    /**
     * Starts it.
     *
     * @param jars the folder of DynamoDB Local's jars
     * @param scripts the folder of the source with which it is started
     */
    LocalTable(Path jars, Path scripts) throws IOException {
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlogback.configurationFile=" + scripts.resolveSibling("src/main/resources/logback.xml"),
                        "-cp",
                        jars + "/*",
                        scripts.resolve("LoopbackDynamoDb.java").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        endpoint = URI.create("http://127.0.0.1:" + port(server));
        client = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")))
                .build();
    }

    /** Returns the first line that it prints. */
    private static String port(Process server) throws IOException {
        String port = server.inputReader(US_ASCII).readLine();
        if (port == null) {
            throw new IOException("DynamoDB Local does not start: exit status "
                    + server.onExit().join().exitValue());
        }
        return port;
    }

    /** Makes an empty table, and returns its name. What was counted so far is forgotten. */
    String newTable() {
        String name = "overseer-" + tables.incrementAndGet();
        client.createTable(DynamoDbTable.definition(name));
        usage.forget();
        return name;
    }

    /** Returns what the calls since the latest table was made cost. */
    Usage usage() {
        return usage;
    }

    @Override
    public String service() {
        return "dynamodb";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON;
    }

    @Override
    public Answer handle(AwsCall call) {
        ObjectNode request = (ObjectNode) call.json();
        usage.count(call.operation(), request);
        HttpRequest onward = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "DynamoDB_20120810." + call.operation())
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                .build();
        try {
            HttpResponse<String> answer = http.send(onward, HttpResponse.BodyHandlers.ofString());
            return new Answer.Content(
                    answer.statusCode(), Map.of("Content-Type", "application/x-amz-json-1.0"), answer.body());
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        client.close();
        http.close();
        server.destroyForcibly().onExit().join();
    }

    /**
     * What requests cost on an on-demand table, by <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">the manual</a>: two
     * units for each KiB of an item that is written in a transaction, two more where an index has it, and one for each 4 KiB
     * that is read strongly consistently. What is read is taken for one unit a request and key. Safe for several threads.
     */
    static final class Usage {
        private final AtomicInteger writes = new AtomicInteger();
        private final AtomicInteger reads = new AtomicInteger();

        int writes() {
            return writes.get();
        }

        int reads() {
            return reads.get();
        }

        private void forget() {
            writes.set(0);
            reads.set(0);
        }

        private void count(String operation, JsonNode request) {
            switch (operation) {
                case "TransactWriteItems" ->
                    request.path("TransactItems").forEach(item -> writes.addAndGet(units(item)));
                case "BatchGetItem" ->
                    request.path("RequestItems")
                            .forEach(table -> reads.addAndGet(table.path("Keys").size()));
                case "Query", "GetItem" -> reads.incrementAndGet();
                default -> throw new IllegalArgumentException("What does %s cost?".formatted(operation));
            }
        }

        private static int units(JsonNode action) {
            JsonNode item = action.path("Put").path("Item");
            if (item.isMissingNode()) {
                return 2;
            }
            int size = item.properties().stream()
                    .mapToInt(attribute -> attribute.getKey().length() + size(attribute.getValue()))
                    .sum();
            return 2 * Math.ceilDiv(size, 1024) + (item.has("since") ? 2 : 0);
        }

        /** A binary value is in base64 here. */
        private static int size(JsonNode value) {
            if (value.has("B")) {
                return value.get("B").asText().length() * 3 / 4;
            }
            return value.has("S") ? value.get("S").asText().length() : 21;
        }
    }
}
