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

    OTHER("", Place.NOWHERE);

    /** Where a key means something. */
    enum Place {
        RECORD,
        IDENTITY,
        AROUND,
        NOWHERE
    }

    private static final Key[][] BY_LENGTH = byLength();

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
        int length = to - from;
        if (length >= BY_LENGTH.length) {
            return OTHER;
        }
        for (Key key : BY_LENGTH[length]) {
            if (Arrays.equals(key.bytes, 0, length, buffer, from, to)) {
                return key;
            }
        }
        return OTHER;
    }

    /** Returns whether the key means something there. */
    boolean belongsTo(Place where) {
        return place == where;
    }

    /** Returns the key as it stands in JSON. */
    String text() {
        return text;
    }

    private static Key[][] byLength() {
        int longest =
                Arrays.stream(values()).mapToInt(key -> key.bytes.length).max().orElse(0);
        Key[][] table = new Key[longest + 1][];
        for (int length = 0; length <= longest; length++) {
            int wanted = length;
            table[length] = Arrays.stream(values())
                    .filter(key -> key != OTHER && key.bytes.length == wanted)
                    .toArray(Key[]::new);
        }
        return table;
    }
}
