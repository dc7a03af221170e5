package dev.overseer.sinks;

import static dev.overseer.sinks.Samples.NOW;
import static dev.overseer.sinks.Samples.delete;
import static dev.overseer.sinks.Samples.event;
import static dev.overseer.sinks.Samples.incident;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.testkit.Answer;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.Protocol;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.SimulatedService;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.TestClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Each fault says where it is, what is wrong and what to do. */
class DynamoDbLedgerFaultsTest {
    private static final String TABLE = "the ledger table overseer in eu-west-1 ";

    private final TestClock clock = new TestClock(NOW);
    private final FakeAws aws =
            new FakeAws(clock).install(new EmptyTable()).install(new GlueSimulator(clock, Lifecycle.starting("READY")));
    private final DynamoDbLedger ledger = ledger(aws.client(DynamoDbClient::builder));

    @Test
    void aTableThatDoesNotExist() {
        fails(400, "ResourceNotFoundException", "Requested resource not found");

        assertSays("does not exist. Make it with the deployment template, or correct the table's name and the region");
    }

    @Test
    void whatThisProcessMayNotDo() {
        aws.fail(FakeAws.ANY).with(Fault.deny()).always();

        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> ledger.claim(delete(incident("test1"))))
                .withMessageStartingWith(TABLE + "may not be used by this process: User: ")
                .withMessageContaining("is not authorized to perform: dynamodb:Query")
                .withMessageEndingWith(
                        "Allow its role dynamodb:BatchGetItem, dynamodb:DeleteItem, dynamodb:PutItem, dynamodb:Query, dynamodb:UpdateItem on the table, and dynamodb:Query on its index by-control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"})
    void throttling(String code) {
        fails(400, code, "The level of configured provisioned throughput for the table was exceeded");

        assertSays(
                "is throttled, and is tried again later. If this lasts, see that it is on-demand and that its account's limits suffice");
    }

    @Test
    void throttlingOfATransaction() {
        cancels("ThrottlingError");

        assertSays(
                "is throttled, and is tried again later. If this lasts, see that it is on-demand and that its account's limits suffice");
    }

    @Test
    void throttlingOfABatch() {
        aws.fail("BatchGetItem")
                .with((call, service) -> json(
                        200,
                        "{\"Responses\":{},\"UnprocessedKeys\":" + call.json().path("RequestItems") + "}"))
                .always();

        assertSays(
                "is throttled, and is tried again later. If this lasts, see that it is on-demand and that its account's limits suffice");
        assertThat(aws.calls("BatchGetItem")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ConditionalCheckFailed", "TransactionConflict"})
    void othersWhoAreAlwaysFirst(String reason) {
        cancels(reason);

        assertSays(
                "was changed by others 12 times in a row while this process was about to write. What was not written is tried again later; if this lasts, let fewer hosts write at once");
        assertThat(aws.calls("TransactWriteItems")).hasSize(12);
    }

    @Test
    void credentialsThatHaveExpired() {
        fails(400, "ExpiredTokenException", "The security token included in the request is expired");

        assertSays(
                "was asked with credentials that have expired. Renew this process's session, or give it a role that renews itself");
    }

    @Test
    void credentialsThatAwsDoesNotKnow() {
        fails(400, "UnrecognizedClientException", "The security token included in the request is invalid.");

        assertSays(
                "was asked with credentials that AWS does not accept: The security token included in the request is invalid. (UnrecognizedClientException). Correct this process's credentials");
    }

    @Test
    void noCredentials() {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(URI.create("http://127.0.0.1:9"))
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(() -> {
                    throw SdkClientException.create("Unable to load credentials from any of the providers");
                })
                .build()) {
            assertThatExceptionOfType(LedgerException.class)
                    .isThrownBy(() -> ledger(client).lifts())
                    .withMessage(
                            TABLE
                                    + "cannot be asked: Unable to load credentials from any of the providers. Check this process's region and credentials");
        }
    }

    @Test
    void noAnswer() throws IOException {
        aws.fail(FakeAws.ANY).with(Fault.timeout()).always();
        try (LoopbackAws loopback = new LoopbackAws(aws);
                DynamoDbClient client = DynamoDbClient.builder()
                        .region(Region.EU_WEST_1)
                        .endpointOverride(loopback.endpoint())
                        .httpClient(UrlConnectionHttpClient.create())
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "not-a-secret")))
                        .overrideConfiguration(DynamoDbLedger.calls())
                        .build()) {
            assertThatExceptionOfType(LedgerException.class)
                    .isThrownBy(() -> ledger(client).lifts())
                    .withMessageStartingWith(TABLE + "does not answer: ")
                    .withMessageEndingWith("Check the network from here to DynamoDB, and its endpoint");
        }
        assertThat(aws.calls()).as("attempts").hasSize(3);
    }

    @Test
    void anErrorOfDynamoDbsOwn() {
        fails(500, "InternalServerError", "The request could not be processed");

        assertSays("is not available at the moment: The request could not be processed (InternalServerError)");
    }

    @Test
    void anythingElse() {
        fails(400, "ItemCollectionSizeLimitExceededException", "Collection size exceeded.");

        assertSays("refused a request: Collection size exceeded. (ItemCollectionSizeLimitExceededException)");
    }

    @Test
    void nothingIsWrittenToAwsThatCannotBeJournalled() {
        aws.fail("TransactWriteItems").with(Fault.throttle()).times(2);
        Stage stage = Rehearsal.of(new GluePlugin(), aws, clock).keeping(ledger).stage();

        Step waiting = stage.look(stage.open(event("test1")));

        assertThat(aws.calls("DeleteDevEndpoint")).isEmpty();
        assertThat(waiting).isInstanceOf(Step.Suspended.class);
        assertThat(((Step.Suspended) waiting).reason())
                .contains("the ledger, without which nothing is written: " + TABLE + "is throttled");
    }

    private void assertSays(String what) {
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> ledger.announce("incident-1", NOW))
                .withMessage(TABLE + what);
    }

    private void fails(int status, String code, String message) {
        aws.fail(FakeAws.ANY).with(Fault.error(status, code, message)).always();
    }

    private void cancels(String reason) {
        String body = """
                {"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                 "Message":"Transaction cancelled, please refer cancellation reasons for specific reasons",
                 "CancellationReasons":[{"Code":"%s","Message":"as it says"},{"Code":"None"}]}
                """.formatted(reason);
        aws.fail("TransactWriteItems").with((call, service) -> json(400, body)).always();
    }

    private static DynamoDbLedger ledger(DynamoDbClient client) {
        return new DynamoDbLedger(client, "overseer", Duration.ofDays(400), new Random(7), time -> {});
    }

    private static Answer json(int status, String body) {
        return new Answer.Content(status, Map.of("Content-Type", "application/x-amz-json-1.0"), body);
    }

    /** A table that nothing is in, and that forgets what is put there. */
    private static final class EmptyTable implements SimulatedService {
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
            return json(
                    200,
                    switch (call.operation()) {
                        case "Query" -> "{\"Count\":0,\"Items\":[]}";
                        case "BatchGetItem" -> "{\"Responses\":{},\"UnprocessedKeys\":{}}";
                        case "TransactWriteItems" -> "{}";
                        default -> throw new AssertionError(call);
                    });
        }
    }
}
