package dev.overseer.sinks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local in this process, in memory: started once, for all tests that ask for it. Its own command would listen on
 * every interface of the machine.
 */
final class LocalDynamoDb implements AutoCloseable {
    private final Server server;
    private final URI endpoint;
    private final AtomicInteger tables = new AtomicInteger();

    private LocalDynamoDb() {
        server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try {
            server.setHandler(
                    new LocalDynamoDBServerHandler(new LocalDynamoDBRequestHandler(0, true, null, false, false), null));
            server.start();
        } catch (Exception failed) {
            throw new IllegalStateException("DynamoDB Local does not start", failed);
        }
        endpoint = URI.create("http://127.0.0.1:" + server.getURI().getPort());
    }

    /** Returns a client of the server. */
    DynamoDbClient client(ExecutionInterceptor... interceptors) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "not-a-secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(DynamoDbLedger.calls().toBuilder()
                        .executionInterceptors(List.of(interceptors))
                        // A loaded machine is not what these tests are about.
                        .apiCallAttemptTimeout(Duration.ofSeconds(30))
                        .apiCallTimeout(Duration.ofSeconds(60))
                        .build())
                .build();
    }

    /** Returns the name of a new, empty table. */
    String newTable(DynamoDbClient client) {
        String name = "overseer-" + tables.incrementAndGet();
        client.createTable(DynamoDbTable.definition(name));
        return name;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("DynamoDB Local does not stop", failed);
        }
    }

    /** Gives the one server to constructors of tests. It ends with the last of them. */
    static final class Provided implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == LocalDynamoDb.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(LocalDynamoDb.class, type -> new LocalDynamoDb());
        }
    }
}
