package dev.overseer.sinks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The table behind its client: what it is asked for, and what its answers mean. All reads are strongly consistent, but those
 * of the index, which cannot be. Every write is a transaction.
 */
final class LedgerTable {
    private static final int MOST_KEYS = 100;
    private static final int MOST_EMPTY_ANSWERS = 3;

    private final DynamoDbClient client;
    private final String name;
    private final TableFault fault;

    LedgerTable(DynamoDbClient client, String name) {
        this.client = client;
        this.name = name;
        this.fault = new TableFault("the ledger table %s in %s"
                .formatted(name, client.serviceClientConfiguration().region()));
    }

    /** Returns what to call the table in messages. */
    String where() {
        return fault.where();
    }

    /** Returns an item. */
    Optional<Item> get(Key key) {
        return Optional.ofNullable(get(List.of(key)).get(key));
    }

    /** Returns those of the items that are there. */
    Map<Key, Item> get(Collection<Key> keys) {
        Map<Key, Item> found = new HashMap<>();
        List<Key> asked = List.copyOf(keys);
        for (int i = 0; i < asked.size(); i += MOST_KEYS) {
            for (Item item : batch(asked.subList(i, Math.min(asked.size(), i + MOST_KEYS)))) {
                found.put(item.key(), item);
            }
        }
        return found;
    }

    /** Returns the items of a partition whose sort keys begin with something, in their order. */
    List<Item> beginningWith(String partition, String prefix) {
        return between(partition, prefix, prefix + "~~");
    }

    /** Returns the items of a partition from one sort key to another, in their order. */
    List<Item> between(String partition, String from, String to) {
        return all(range(partition, from, to).build());
    }

    /** Returns the last items of a partition from one sort key to another, the last first. */
    List<Item> last(String partition, String from, String to, int most) {
        return items(query(
                range(partition, from, to).scanIndexForward(false).limit(most).build()));
    }

    /** Returns all items of a partition, in the order of their sort keys. */
    List<Item> all(String partition) {
        return all(QueryRequest.builder()
                .consistentRead(true)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition)))
                .build());
    }

    /** Returns a page of the index: items with the attributes that it has. */
    QueryResponse page(QueryRequest ofIndex) {
        return query(ofIndex.toBuilder().indexName(DynamoDbTable.INDEX).build());
    }

    /**
     * Writes all or nothing.
     *
     * @throws LostRaceException if a condition does not hold, or somebody else writes to the same items
     */
    void write(List<TransactWriteItem> actions) throws LostRaceException {
        try {
            client.transactWriteItems(transaction -> transaction.transactItems(actions));
        } catch (TransactionCanceledException canceled) {
            throw lostRace(canceled);
        } catch (SdkException failed) {
            throw fault.of(failed);
        }
    }

    /** Puts an item, whatever is there. */
    TransactWriteItem put(Item item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(name).item(item.attributes()))
                .build();
    }

    /** Puts an item where none is. */
    TransactWriteItem create(Item item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(name).item(item.attributes()).conditionExpression("attribute_not_exists(pk)"))
                .build();
    }

    /** Puts an item where one is. */
    TransactWriteItem replace(Item item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(name).item(item.attributes()).conditionExpression("attribute_exists(pk)"))
                .build();
    }

    /** Puts the next version of an item, unless it has changed since that version was read; 0 is none at all. */
    TransactWriteItem change(Item item, long version) {
        Item next = item.after(version);
        return version == 0
                ? create(next)
                : TransactWriteItem.builder()
                        .put(put -> put.tableName(name)
                                .item(next.attributes())
                                .conditionExpression("version = :version")
                                .expressionAttributeValues(
                                        Map.of(":version", AttributeValue.fromN(Long.toString(version)))))
                        .build();
    }

    TransactWriteItem delete(Key key) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(name).key(key.attributes()))
                .build();
    }

    /** Adds to a number, or to a set of texts, of an item that need not be there. */
    TransactWriteItem add(Key key, String attribute, AttributeValue value, Map<String, String> also) {
        Map<String, String> names = new HashMap<>(Map.of("#added", attribute, "#v", Item.LAYOUT_ATTRIBUTE));
        Map<String, AttributeValue> values =
                new HashMap<>(Map.of(":added", value, ":v", AttributeValue.fromN(Integer.toString(Item.LAYOUT))));
        StringBuilder set = new StringBuilder("#v = :v");
        also.forEach((other, text) -> {
            names.put("#" + other, other);
            values.put(":" + other, AttributeValue.fromS(text));
            set.append(", #%s = :%s".formatted(other, other));
        });
        return TransactWriteItem.builder()
                .update(update -> update.tableName(name)
                        .key(key.attributes())
                        .updateExpression("ADD #added :added SET " + set)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values))
                .build();
    }

    /** Makes something of an item that may be there. */
    <T> T read(Optional<Item> item, Function<Item, T> reader, T none) {
        return item.map(there -> read(there, reader)).orElse(none);
    }

    /** Makes something of an item, or says that it cannot be read. */
    <T> T read(Item item, Function<Item, T> reader) {
        try {
            return reader.apply(item);
        } catch (IllegalArgumentException unreadable) {
            throw fault.unreadable(item.key(), unreadable);
        }
    }

    /** Makes something of a document that is in several items, or says which cannot be read. */
    <T> T read(List<Item> parts, Function<String, T> reader) throws LostRaceException {
        try {
            return reader.apply(Packed.document(parts));
        } catch (IllegalArgumentException unreadable) {
            throw fault.unreadable(parts.getFirst().key(), unreadable);
        }
    }

    private static QueryRequest.Builder range(String partition, String from, String to) {
        return QueryRequest.builder()
                .consistentRead(true)
                .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":pk", AttributeValue.fromS(partition),
                        ":from", AttributeValue.fromS(from),
                        ":to", AttributeValue.fromS(to)));
    }

    private List<Item> all(QueryRequest first) {
        List<Item> items = new ArrayList<>();
        QueryResponse page = query(first);
        items.addAll(items(page));
        while (!page.lastEvaluatedKey().isEmpty()) {
            page = query(
                    first.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build());
            items.addAll(items(page));
        }
        return items;
    }

    private QueryResponse query(QueryRequest request) {
        return called(() -> client.query(request.toBuilder().tableName(name).build()));
    }

    private List<Item> items(QueryResponse page) {
        return page.items().stream().map(this::known).toList();
    }

    private List<Item> batch(List<Key> keys) {
        List<Item> items = new ArrayList<>();
        Map<String, KeysAndAttributes> left = Map.of(
                name,
                KeysAndAttributes.builder()
                        .keys(keys.stream().map(Key::attributes).toList())
                        .consistentRead(true)
                        .build());
        int empty = 0;
        while (!left.isEmpty()) {
            Map<String, KeysAndAttributes> asked = left;
            BatchGetItemResponse answer = called(() -> client.batchGetItem(get -> get.requestItems(asked)));
            List<Item> got = answer.responses().getOrDefault(name, List.of()).stream()
                    .map(this::known)
                    .toList();
            items.addAll(got);
            // What is left over did not fit into one answer, or was throttled: then nothing may have come at all.
            left = answer.unprocessedKeys();
            empty = got.isEmpty() ? empty + 1 : 0;
            if (!left.isEmpty() && empty == MOST_EMPTY_ANSWERS) {
                throw fault.throttled();
            }
        }
        return items;
    }

    private <T> T called(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException failed) {
            throw fault.of(failed);
        }
    }

    private Item known(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        int layout = item.layout().orElseThrow(() -> fault.foreign(item.key()));
        if (layout > Item.LAYOUT) {
            throw fault.newer(item.key(), layout);
        }
        return item;
    }

    /** Only where all that stands in the way is somebody else. */
    private LostRaceException lostRace(TransactionCanceledException canceled) {
        List<CancellationReason> reasons = canceled.cancellationReasons().stream()
                .filter(reason -> !String.valueOf(reason.code()).equals("None"))
                .toList();
        Stream<String> codes = reasons.stream().map(CancellationReason::code);
        if (reasons.isEmpty() || !codes.allMatch(LedgerTable::isRace)) {
            throw fault.of(canceled, reasons);
        }
        return new LostRaceException("write", canceled);
    }

    private static boolean isRace(String code) {
        return code.equals("ConditionalCheckFailed") || code.equals("TransactionConflict");
    }
}
