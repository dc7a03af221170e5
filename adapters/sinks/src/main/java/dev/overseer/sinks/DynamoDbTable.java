package dev.overseer.sinks;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/** The table that a {@link DynamoDbLedger} is kept in, and what a role may do with it. */
public final class DynamoDbTable {
    /** The index by control and time. */
    public static final String INDEX = "by-control";

    /** The attribute by which DynamoDB deletes items, in seconds since 1970. */
    public static final String EXPIRES = "expires";

    /** The IAM actions that a ledger needs on its table. A transaction needs those of what it does. */
    public static final List<String> TABLE_ACTIONS = List.of(
            "dynamodb:BatchGetItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem");

    /** The IAM actions that a ledger needs on the table's index. */
    public static final List<String> INDEX_ACTIONS = List.of("dynamodb:Query");

    static final String PARTITION = "pk";
    static final String SORT = "sk";
    static final String CONTROL = "control";
    static final String SINCE = "since";
    static final String STATE = "state";
    static final String ACCOUNT = "account";
    static final String PRINCIPAL = "principal";
    static final String CUT = "cut";

    private DynamoDbTable() {}

    /** Returns the request that makes the table, without what only costs in tests: backups and keys of one's own. */
    public static CreateTableRequest definition(String name) {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(PARTITION), text(SORT), text(CONTROL), text(SINCE))
                .keySchema(key(PARTITION, KeyType.HASH), key(SORT, KeyType.RANGE))
                .globalSecondaryIndexes(byControl())
                .build();
    }

    /** Returns the request that lets DynamoDB delete what has expired. */
    public static UpdateTimeToLiveRequest expiry(String name) {
        return UpdateTimeToLiveRequest.builder()
                .tableName(name)
                .timeToLiveSpecification(expiry -> expiry.attributeName(EXPIRES).enabled(true))
                .build();
    }

    private static GlobalSecondaryIndex byControl() {
        return GlobalSecondaryIndex.builder()
                .indexName(INDEX)
                .keySchema(key(CONTROL, KeyType.HASH), key(SINCE, KeyType.RANGE))
                .projection(projection -> projection
                        .projectionType(ProjectionType.INCLUDE)
                        .nonKeyAttributes(STATE, ACCOUNT, PRINCIPAL, CUT))
                .build();
    }

    private static AttributeDefinition text(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }
}
