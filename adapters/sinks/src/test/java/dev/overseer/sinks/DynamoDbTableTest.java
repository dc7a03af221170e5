package dev.overseer.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** The table of a deployment is the one that the code works with. */
class DynamoDbTableTest {
    private final YAMLMapper yaml = new YAMLMapper();
    private final JsonNode deployment = read();
    private final JsonNode table = deployment.at("/Resources/LedgerTable/Properties");
    private final CreateTableRequest definition = DynamoDbTable.definition("overseer");

    @Test
    void hasTheSameKeys() {
        assertThat(keys(table)).isEqualTo(keys(definition.keySchema()));
        assertThat(table.path("AttributeDefinitions").valueStream())
                .extracting(attribute -> attribute.path("AttributeName").textValue() + ":"
                        + attribute.path("AttributeType").textValue())
                .containsExactlyInAnyOrderElementsOf(definition.attributeDefinitions().stream()
                        .map(attribute -> attribute.attributeName() + ":" + attribute.attributeTypeAsString())
                        .toList());
    }

    @Test
    void hasTheSameIndex() {
        GlobalSecondaryIndex index = definition.globalSecondaryIndexes().getFirst();
        JsonNode there = table.at("/GlobalSecondaryIndexes/0");

        assertThat(table.path("GlobalSecondaryIndexes")).hasSize(1);
        assertThat(there.path("IndexName").textValue()).isEqualTo(index.indexName());
        assertThat(keys(there)).isEqualTo(keys(index.keySchema()));
        assertThat(there.at("/Projection/ProjectionType").textValue())
                .isEqualTo(index.projection().projectionTypeAsString());
        assertThat(texts(there.at("/Projection/NonKeyAttributes")))
                .isEqualTo(index.projection().nonKeyAttributes());
    }

    @Test
    void isPaidByTheRequestAndDeletesWhatHasExpired() {
        assertThat(table.path("BillingMode").textValue()).isEqualTo(definition.billingModeAsString());
        JsonNode expiry = table.path("TimeToLiveSpecification");
        assertThat(expiry.path("AttributeName").textValue())
                .isEqualTo(DynamoDbTable.expiry("overseer")
                        .timeToLiveSpecification()
                        .attributeName());
        assertThat(expiry.path("Enabled").booleanValue()).isTrue();
    }

    @Test
    void outlivesItsStackAndCanBeRestored() {
        JsonNode resource = deployment.at("/Resources/LedgerTable");
        assertThat(resource.path("DeletionPolicy").textValue()).isEqualTo("Retain");
        assertThat(resource.path("UpdateReplacePolicy").textValue()).isEqualTo("Retain");
        assertThat(table.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                        .booleanValue())
                .isTrue();
        assertThat(table.at("/SSESpecification/SSEEnabled").booleanValue()).isTrue();
    }

    @Test
    void allowsWhatALedgerNeedsAndNoMore() {
        assertThat(texts(deployment.at("/Statements/0/Action"))).isEqualTo(DynamoDbTable.TABLE_ACTIONS);
        assertThat(texts(deployment.at("/Statements/1/Action"))).isEqualTo(DynamoDbTable.INDEX_ACTIONS);
        assertThat(deployment.at("/Statements/1/Resource/Fn::Sub").textValue())
                .endsWith("/index/" + DynamoDbTable.INDEX);
    }

    private static List<String> keys(List<KeySchemaElement> keys) {
        return keys.stream()
                .map(key -> key.attributeName() + ":" + key.keyTypeAsString())
                .toList();
    }

    private static List<String> keys(JsonNode schema) {
        return schema.path("KeySchema")
                .valueStream()
                .map(key -> key.path("AttributeName").textValue() + ":"
                        + key.path("KeyType").textValue())
                .toList();
    }

    private List<String> texts(JsonNode array) {
        return yaml.convertValue(array, new TypeReference<>() {});
    }

    private JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(DynamoDbTableTest.class.getResourceAsStream("ledger-table.yaml"))) {
            return yaml.readTree(in);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
