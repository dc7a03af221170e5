package dev.overseer.cli;

import dev.overseer.runtime.config.LedgerSettings;
import dev.overseer.sinks.DynamoDbLedger;
import java.security.SecureRandom;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Opens ledgers in DynamoDB, with the caller's own credentials. */
final class DynamoDbAccess {
    private DynamoDbAccess() {}

    /** Returns the ledger of a table. Calls nobody yet. */
    static LedgerOptions.Opened open(LedgerSettings.DynamoDb settings, String place) {
        DynamoDbClientBuilder builder = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                .overrideConfiguration(DynamoDbLedger.calls());
        settings.region().map(Region::of).ifPresent(builder::region);
        DynamoDbClient client = builder.build();
        // Hosts that share the table must not all try again at the same moments.
        DynamoDbLedger ledger = new DynamoDbLedger(client, settings.table(), settings.retain(), new SecureRandom());
        return new LedgerOptions.Opened(ledger, place, () -> {
            ledger.close();
            client.close();
        });
    }
}
