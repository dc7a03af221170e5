package dev.overseer.sinks;

import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.testkit.LedgerContract;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB's ledger keeps the contract; every ledger that a test asks for knows nothing but the table. */
@Tag("slow")
@ExtendWith(LocalDynamoDb.Provided.class)
class DynamoDbLedgerContractTest extends LedgerContract {
    private final DynamoDbClient client;
    private final String table;

    DynamoDbLedgerContractTest(LocalDynamoDb dynamoDb) {
        client = dynamoDb.client();
        table = dynamoDb.newTable(client);
    }

    @Override
    protected LedgerArchive ledger() {
        return new DynamoDbLedger(client, table, Duration.ofDays(36_500), new Random(7));
    }

    @AfterEach
    void close() {
        client.deleteTable(request -> request.tableName(table));
        client.close();
    }
}
