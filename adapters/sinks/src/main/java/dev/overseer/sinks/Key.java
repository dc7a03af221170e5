package dev.overseer.sinks;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.ledger.Undo;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where an item is. Parts of a key are divided by {@code #}; a part that comes from outside is itself where it is short and
 * plain, and {@code ~} with its SHA-256 where it is not.
 */
record Key(String partition, String sort) {
    /** The incidents that began to write within the last hour: one item, so that a condition on it is one on them all. */
    static final Key HOUR = new Key("hour", "starts");

    /** The names of all controls. */
    static final Key CONTROLS = new Key("controls", "names");

    static final String HEAD = "head";
    static final String ENTRY = "entry";
    static final String JOURNAL = "journal#";
    static final String LOOK = "look#";
    static final String END = "end#";

    /** Where the leaves for controls are. */
    static final String LIFTS = "lifts";

    /** Where resources that were compliant at first sight are counted. */
    static final String PASSED = "passed";

    /** Where it is by which controls leave targets alone. */
    static final String EXEMPTING = "exempting";

    /** Where it is what did not reach its destination. */
    static final String UNDELIVERED = "undelivered";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:._/@+=,-]{1,200}");

    /** Returns a part of a key. */
    static String part(String text) {
        return PLAIN.matcher(text).matches() ? text : "~" + Hashing.sha256().hashUnencodedChars(text);
    }

    /** Returns the partition of all there is about an incident. */
    static String ofIncident(String id) {
        return "incident#" + part(id);
    }

    /** Returns the partition of an event's incidents. */
    static String ofEvent(String id) {
        return "event#" + part(id);
    }

    /** Returns the partition of what is counted for a control. */
    static String ofControl(String control) {
        return "control#" + part(control);
    }

    static Key head(String incident) {
        return new Key(ofIncident(incident), HEAD);
    }

    static Key announced(String incident) {
        return new Key(ofIncident(incident), "announced");
    }

    static Key released(String predecessor) {
        return new Key(ofIncident(predecessor), "released");
    }

    static Key releaseOf(String successor) {
        return new Key(ofIncident(successor), "release-of");
    }

    static Key left(String incident) {
        return new Key(ofIncident(incident), "left");
    }

    static Key undo(String incident) {
        return new Key(ofIncident(incident), "undo");
    }

    static Key exempting(Undo undo) {
        return new Key(EXEMPTING, exempting(undo.control(), undo.target()) + part(undo.incident()));
    }

    /** Returns how the sort keys begin of the undos by which a control leaves a target alone. */
    static String exempting(String control, ResourceRef target) {
        return "~%s#".formatted(digest(control, target));
    }

    static Key write(String incident, int number) {
        return new Key(ofIncident(incident), JOURNAL + "%06d".formatted(number));
    }

    static Key look(String incident, int number) {
        return new Key(ofIncident(incident), LOOK + "%06d".formatted(number));
    }

    static Key account(String control, String account) {
        return new Key(ofControl(control), "account#" + part(account));
    }

    static Key lifted(String control) {
        return new Key(ofControl(control), "lifted");
    }

    static Key lift(int number) {
        return new Key(LIFTS, "%010d".formatted(number));
    }

    static Key passed(String control, String account) {
        return new Key(PASSED, part(control) + "#" + part(account));
    }

    static Key undelivered(String destination) {
        return new Key(UNDELIVERED, part(destination));
    }

    /** Returns where a control's writes to a target are counted. */
    static Key target(String control, ResourceRef target) {
        return new Key("target#~" + digest(control, target), "writes");
    }

    private static HashCode digest(String control, ResourceRef target) {
        String identity = String.join(
                "\0", control, target.partition(), target.account(), target.region(), target.type(), target.id());
        return Hashing.sha256().hashUnencodedChars(identity);
    }

    /** Returns where another part of a document is; the first is at the key itself. */
    Key part(int number) {
        return number == 0 ? this : new Key(partition, "%s/%02d".formatted(sort, number));
    }

    /** Returns whether this is where another part than the first is. */
    boolean isPart() {
        return sort.matches(".*/[0-9]{2}");
    }

    Map<String, AttributeValue> attributes() {
        return Map.of(
                DynamoDbTable.PARTITION,
                AttributeValue.fromS(partition),
                DynamoDbTable.SORT,
                AttributeValue.fromS(sort));
    }

    @Override
    public String toString() {
        return partition + " " + sort;
    }
}
