package dev.overseer.sinks;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table. Immutable.
 *
 * <p>Each says in which layout it is written, so that an older release does not misread what a newer one wrote.
 */
record Item(Map<String, AttributeValue> attributes) {
    /** What this release writes, and the latest that it reads. */
    static final int LAYOUT = 1;

    static final String LAYOUT_ATTRIBUTE = "v";
    private static final String VERSION = "version";

    Item {
        attributes = Map.copyOf(attributes);
    }

    /** Returns an item that has nothing but its key. */
    static Item at(Key key) {
        return new Item(key.attributes()).with(LAYOUT_ATTRIBUTE, LAYOUT);
    }

    Key key() {
        return new Key(text(DynamoDbTable.PARTITION), text(DynamoDbTable.SORT));
    }

    /** Returns the layout; empty for an item that no ledger wrote. */
    Optional<Integer> layout() {
        return optional(LAYOUT_ATTRIBUTE).map(value -> Integer.valueOf(value.n()));
    }

    Item with(String attribute, String text) {
        return with(attribute, AttributeValue.fromS(text));
    }

    Item with(String attribute, long number) {
        return with(attribute, AttributeValue.fromN(Long.toString(number)));
    }

    Item with(String attribute, boolean flag) {
        return with(attribute, AttributeValue.fromBool(flag));
    }

    Item with(String attribute, byte[] bytes) {
        return with(attribute, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes)));
    }

    /** Returns the item as the one that follows a version. */
    Item after(long version) {
        return with(VERSION, version + 1);
    }

    /** Returns the item that DynamoDB deletes some time after it was written. */
    Item kept(Instant from, Duration retain) {
        return with(DynamoDbTable.EXPIRES, expiry(from, retain));
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    String text(String attribute) {
        return optional(attribute).map(AttributeValue::s).orElseThrow(() -> missing(attribute));
    }

    long number(String attribute) {
        return optional(attribute).map(AttributeValue::n).map(Long::valueOf).orElseThrow(() -> missing(attribute));
    }

    boolean flag(String attribute) {
        return optional(attribute).map(AttributeValue::bool).orElse(false);
    }

    byte[] bytes(String attribute) {
        return optional(attribute)
                .map(AttributeValue::b)
                .map(SdkBytes::asByteArrayUnsafe)
                .orElseThrow(() -> missing(attribute));
    }

    List<String> texts(String attribute) {
        return optional(attribute).map(AttributeValue::ss).orElseThrow(() -> missing(attribute));
    }

    /** Returns how often it was written, where that is counted. */
    long version() {
        return number(VERSION);
    }

    static long expiry(Instant from, Duration retain) {
        return from.plus(retain).getEpochSecond();
    }

    private Item with(String attribute, AttributeValue value) {
        Map<String, AttributeValue> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new Item(more);
    }

    private Optional<AttributeValue> optional(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    private static IllegalArgumentException missing(String attribute) {
        return new IllegalArgumentException("the attribute %s is missing".formatted(attribute));
    }
}
