package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** The keys that the reader knows. */
enum Key {
    EVENT_SOURCE("eventSource", Place.RECORD),
    EVENT_NAME("eventName", Place.RECORD),
    EVENT_ID("eventID", Place.RECORD),
    EVENT_TIME("eventTime", Place.RECORD),
    EVENT_TYPE("eventType", Place.RECORD),
    AWS_REGION("awsRegion", Place.RECORD),
    RECIPIENT("recipientAccountId", Place.RECORD),
    ERROR_CODE("errorCode", Place.RECORD),
    USER_IDENTITY("userIdentity", Place.RECORD),
    REQUEST("requestParameters", Place.RECORD),
    RESPONSE("responseElements", Place.RECORD),

    ARN("arn", Place.IDENTITY),
    INVOKED_BY("invokedBy", Place.IDENTITY),
    ACCOUNT_ID("accountId", Place.IDENTITY),

    DETAIL("detail", Place.AROUND),
    SOURCE("source", Place.AROUND),
    DETAIL_TYPE("detail-type", Place.AROUND),
    ACCOUNT("account", Place.AROUND),
    REGION("region", Place.AROUND),
    RECORDS("Records", Place.AROUND),
    EVENTS("Events", Place.AROUND),
    CLOUD_TRAIL_EVENT("CloudTrailEvent", Place.AROUND),
    SNS("Sns", Place.AROUND),
    TYPE("Type", Place.AROUND),
    MESSAGE("Message", Place.AROUND),
    BODY("body", Place.AROUND),
    SCHEMA("schema", Place.AROUND),
    EVENT("event", Place.AROUND),
    EVENT_GZIP("eventGzip", Place.AROUND),

    OTHER("", Place.NOWHERE);

    /** Where a key means something. */
    enum Place {
        RECORD,
        IDENTITY,
        AROUND,
        NOWHERE
    }

    private static final int SHAPES = 1 << 8;
    private static final Key[] BY_SHAPE = byShape();

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // Nobody writes to it.
    private final byte[] bytes;

    private final Place place;

    Key(String text, Place place) {
        this.text = text;
        this.bytes = text.getBytes(US_ASCII);
        this.place = place;
    }

    /** Returns the key of this text, or {@link #OTHER}. */
    static Key of(byte[] buffer, int from, int to) {
        if (from == to) {
            return OTHER;
        }
        Key key = BY_SHAPE[shape(buffer, from, to - from)];
        return Arrays.equals(key.bytes, 0, key.bytes.length, buffer, from, to) ? key : OTHER;
    }

    /** Returns whether the key means something there. */
    boolean belongsTo(Place where) {
        return place == where;
    }

    /** Returns the key as it stands in JSON. */
    String text() {
        return text;
    }

    private static Key[] byShape() {
        Key[] table = new Key[SHAPES];
        Arrays.fill(table, OTHER);
        for (Key key : values()) {
            if (key != OTHER) {
                int shape = shape(key.bytes, 0, key.bytes.length);
                if (table[shape] != OTHER) {
                    throw new IllegalStateException(
                            "%s and %s have one shape: choose another".formatted(table[shape], key));
                }
                table[shape] = key;
            }
        }
        return table;
    }

    /** Tells all known keys apart. */
    private static int shape(byte[] bytes, int from, int length) {
        return (length * 31 + bytes[from] * 7 + bytes[from + length * 2 / 3]) & (SHAPES - 1);
    }
}
