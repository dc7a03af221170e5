package dev.overseer.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.sinks.DynamoDbLedger;
import dev.overseer.testkit.Events;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class LedgerPrimingTest {
    private final Set<String> asked = new TreeSet<>();

    @Test
    void hasATableReadAndWrittenThatIsNotThere() {
        CloudTrailEvent created = Scene.created("test1").event();
        Incident incident = Incident.open(
                "glue-dev-endpoint", created.resource("AWS::Glue::DevEndpoint", "test1"), created, true, Events.TIME);
        try (DynamoDbClient client = DynamoDbClient.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(new Listening())
                .build()) {
            new LedgerPriming(new DynamoDbLedger(client, "overseer", Duration.ofDays(1), new Random(1)))
                    .run(incident, Events.TIME);
        }

        assertThat(asked)
                .containsExactly(
                        "DynamoDB_20120810.BatchGetItem",
                        "DynamoDB_20120810.Query",
                        "DynamoDB_20120810.TransactWriteItems");
    }

    private final class Listening implements SdkHttpClient {
        private final CannedHttp empty = CannedHttp.empty();

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            asked.add(request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow());
            return empty.prepareRequest(request);
        }

        @Override
        public void close() {
            empty.close();
        }
    }
}
