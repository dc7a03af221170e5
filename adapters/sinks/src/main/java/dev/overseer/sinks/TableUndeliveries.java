package dev.overseer.sinks;

import dev.overseer.runtime.ledger.Undelivered;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Notices that did not reach a destination: one item for each. */
final class TableUndeliveries {
    private static final String COUNT = "count";
    private static final String FIRST = "first";
    private static final String LAST = "last";
    private static final String OVER = "over";

    private final LedgerTable table;
    private final Duration retain;

    TableUndeliveries(LedgerTable table, Duration retain) {
        this.table = table;
        this.retain = retain;
    }

    /** Returns what adds to what is kept of a destination. */
    List<TransactWriteItem> add(Undelivered more) {
        Optional<Item> before = table.get(Key.undelivered(more.destination()));
        return put(before.map(this::undelivered).map(kept -> kept.and(more)).orElse(more), before);
    }

    /** Returns what marks as over what is kept of a destination; nothing if there is nothing to mark. */
    List<TransactWriteItem> end(String destination, Instant at) {
        Optional<Item> before = table.get(Key.undelivered(destination));
        return before.map(this::undelivered)
                .filter(kept -> kept.endsAt(at))
                .map(kept -> put(kept.over(at), before))
                .orElse(List.of());
    }

    List<Undelivered> all() {
        return table.all(Key.UNDELIVERED).stream()
                .map(this::undelivered)
                .sorted(Comparator.comparing(Undelivered::destination))
                .toList();
    }

    private List<TransactWriteItem> put(Undelivered undelivered, Optional<Item> before) {
        Item item = Packed.with(
                        Item.at(Key.undelivered(undelivered.destination())),
                        Rows.document(List.of(List.of(undelivered.destination(), undelivered.problem()))))
                .with(COUNT, undelivered.count())
                .with(FIRST, undelivered.first().toString())
                .with(LAST, undelivered.last().toString());
        Item whole =
                undelivered.over().map(at -> item.with(OVER, at.toString())).orElse(item);
        return List.of(table.change(whole.kept(undelivered.last(), retain), table.read(before, Item::version, 0L)));
    }

    private Undelivered undelivered(Item item) {
        return table.read(item, found -> {
            List<String> texts = Rows.of(Packed.document(found)).getFirst();
            return new Undelivered(
                    texts.get(0),
                    found.number(COUNT),
                    Instant.parse(found.text(FIRST)),
                    Instant.parse(found.text(LAST)),
                    texts.get(1),
                    found.has(OVER) ? Optional.of(Instant.parse(found.text(OVER))) : Optional.empty());
        });
    }
}
