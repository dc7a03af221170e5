package dev.overseer.sinks;

import dev.overseer.runtime.document.ReleaseDocument;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.runtime.ledger.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The leave that people gave, and what was announced to them. */
final class TableLeaves {
    static final String AT = "at";

    private final LedgerTable table;
    private final Duration retain;

    TableLeaves(LedgerTable table, Duration retain) {
        this.table = table;
        this.retain = retain;
    }

    /** Returns what gives leave where none was given. */
    List<TransactWriteItem> release(Release leave) {
        return List.of(
                table.create(item(Key.released(leave.predecessor()), leave)),
                table.put(item(Key.releaseOf(leave.successor()), leave)));
    }

    Optional<Release> released(String predecessor) {
        return leave(Key.released(predecessor));
    }

    Optional<Release> releaseOf(String successor) {
        return leave(Key.releaseOf(successor));
    }

    /** Returns those of the incidents for which leave was given. */
    Set<String> released(Collection<String> incidents) {
        Map<Key, Item> found =
                table.get(incidents.stream().map(Key::released).distinct().toList());
        return incidents.stream()
                .filter(incident -> found.containsKey(Key.released(incident)))
                .collect(Collectors.toSet());
    }

    /** Returns what lets a control go on. */
    List<TransactWriteItem> lift(Lift lift) {
        Key account = Key.account(lift.control(), lift.account());
        Key lifted = Key.lifted(lift.control());
        Map<Key, Item> items = table.get(List.of(account, lifted));
        AccountCount count = table.read(Optional.ofNullable(items.get(account)), AccountCount::read, AccountCount.NONE);
        List<TransactWriteItem> actions = new ArrayList<>();
        actions.add(table.create(item(Key.lift(nextLift()), lift)));
        actions.add(table.change(count.release().item(account), count.version()));
        Optional<Item> before = Optional.ofNullable(items.get(lifted));
        String at = Moment.of(lift.at());
        boolean later = before.map(item -> table.read(item, found -> found.text(AT)))
                .filter(last -> last.compareTo(at) >= 0)
                .isEmpty();
        if (later) {
            actions.add(table.change(Item.at(lifted).with(AT, at), table.read(before, Item::version, 0L)));
        }
        return actions;
    }

    List<Lift> lifts() {
        return table.all(Key.LIFTS).stream()
                .map(item -> table.read(item, TableLeaves::lift))
                .toList();
    }

    /** Returns when a violation was announced. */
    Optional<Instant> announced(String incident) {
        return table.get(Key.announced(incident)).map(item -> table.read(item, found -> Instant.parse(found.text(AT))));
    }

    /** Returns what keeps when a violation was announced, where that was not kept before. */
    List<TransactWriteItem> announce(String incident, Instant at) {
        return List.of(table.create(
                Item.at(Key.announced(incident)).with(AT, at.toString()).kept(at, retain)));
    }

    private int nextLift() {
        return table.last(Key.LIFTS, "0", "~", 1).stream()
                .findFirst()
                .map(last -> Integer.parseInt(last.key().sort()) + 1)
                .orElse(1);
    }

    private Optional<Release> leave(Key key) {
        return table.get(key).map(item -> table.read(item, found -> ReleaseDocument.read(Packed.document(found))));
    }

    private Item item(Key key, Release leave) {
        return Packed.with(Item.at(key), ReleaseDocument.write(leave)).kept(leave.at(), retain);
    }

    private static Item item(Key key, Lift lift) {
        return Packed.with(
                Item.at(key),
                Rows.document(List.of(List.of(
                        lift.control(),
                        lift.account(),
                        lift.by(),
                        lift.reason(),
                        lift.at().toString()))));
    }

    private static Lift lift(Item item) {
        List<String> row = Rows.of(Packed.document(item)).getFirst();
        return new Lift(row.get(0), row.get(1), row.get(2), row.get(3), Instant.parse(row.get(4)));
    }
}
