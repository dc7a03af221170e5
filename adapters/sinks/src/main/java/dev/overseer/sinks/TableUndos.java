package dev.overseer.sinks;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.document.UndoDocument;
import dev.overseer.runtime.ledger.Undo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What people had undone, and what is kept for that. */
final class TableUndos {
    /** Clocks differ, and DynamoDB may delete to the second. */
    private static final Duration AFTER_IT_ENDED = Duration.ofDays(1);

    private final LedgerTable table;
    private final Duration retain;

    TableUndos(LedgerTable table, Duration retain) {
        this.table = table;
        this.retain = retain;
    }

    /** What begins an undo, and which one counts. */
    record Begun(Undo counting, List<TransactWriteItem> actions) {}

    /** Returns what keeps how a remediation left its resource, where that was not kept before. */
    List<TransactWriteItem> left(String incident, String state, Instant at) {
        return List.of(table.create(Packed.with(Item.at(Key.left(incident)), Rows.document(List.of(List.of(state))))
                .kept(at, retain)));
    }

    Optional<String> left(String incident) {
        return table.get(Key.left(incident))
                .map(item -> table.read(
                        item,
                        found -> Rows.of(Packed.document(found)).getFirst().getFirst()));
    }

    Begun begin(Undo undo) {
        Optional<Item> before = table.get(Key.undo(undo.incident()));
        return before.map(this::undo)
                .filter(earlier -> earlier.stands(undo.at()))
                .map(earlier -> new Begun(earlier, List.of()))
                .orElseGet(() -> new Begun(undo, put(undo, before)));
    }

    /** Returns what keeps how an undo ended; nothing if it is kept that the incident was undone. */
    List<TransactWriteItem> end(Undo ended) {
        Optional<Item> before = table.get(Key.undo(ended.incident()));
        return before.map(this::undo).filter(Undo::isDone).isPresent() ? List.of() : put(ended, before);
    }

    Optional<Undo> undo(String incident) {
        return table.get(Key.undo(incident)).map(this::undo);
    }

    Optional<Undo> exempting(String control, ResourceRef target, Instant now) {
        return inForce(table.beginningWith(Key.EXEMPTING, Key.exempting(control, target)), now)
                .reduce((earlier, later) -> later);
    }

    List<Undo> exempting(Instant now) {
        return inForce(table.all(Key.EXEMPTING), now).toList();
    }

    /** Returns them in the order in which they end. */
    private Stream<Undo> inForce(List<Item> items, Instant now) {
        return items.stream()
                .map(this::undo)
                .filter(undo -> undo.exempts(now))
                .sorted(Comparator.comparing(Undo::until));
    }

    private List<TransactWriteItem> put(Undo undo, Optional<Item> before) {
        String document = UndoDocument.write(undo);
        Item ofIncident = Packed.with(Item.at(Key.undo(undo.incident())), document)
                .kept(latest(undo.at().plus(retain), undo.until()), AFTER_IT_ENDED);
        Item exempting = Packed.with(Item.at(Key.exempting(undo)), document).kept(undo.until(), AFTER_IT_ENDED);
        return List.of(table.change(ofIncident, table.read(before, Item::version, 0L)), table.put(exempting));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Undo undo(Item item) {
        return table.read(item, found -> UndoDocument.read(Packed.document(found)));
    }
}
