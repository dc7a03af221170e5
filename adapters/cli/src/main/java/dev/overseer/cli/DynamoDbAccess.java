package dev.overseer.cli;

import dev.overseer.runtime.config.LedgerSettings;

/** Opens ledgers in DynamoDB. */
final class DynamoDbAccess {
    private DynamoDbAccess() {}

    static LedgerOptions.Opened open(LedgerSettings.DynamoDb settings, String place) {
        throw new UsageException("%s cannot be opened: this version keeps no ledger there".formatted(place));
    }
}
