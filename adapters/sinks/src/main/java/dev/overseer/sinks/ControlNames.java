package dev.overseer.sinks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The names of all controls that have incidents, by which the index is asked where no control is named. Safe for several threads. */
final class ControlNames {
    private static final String NAMES = "names";

    private final LedgerTable table;

    /** Those that are in the table for certain, so that it is asked only for others. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    ControlNames(LedgerTable table) {
        this.table = table;
    }

    /** Returns what adds a control, if it is not there yet. */
    List<TransactWriteItem> announce(String control) {
        String name = Key.part(control);
        if (known.contains(name)) {
            return List.of();
        }
        known.addAll(all());
        return known.contains(name)
                ? List.of()
                : List.of(table.add(Key.CONTROLS, NAMES, AttributeValue.fromSs(List.of(name)), Map.of()));
    }

    /** Returns the names, as the index has them. */
    List<String> all() {
        return table.read(table.get(Key.CONTROLS), item -> item.texts(NAMES), List.of());
    }
}
