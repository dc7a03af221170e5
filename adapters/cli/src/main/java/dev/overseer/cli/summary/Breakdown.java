package dev.overseer.cli.summary;

import dev.overseer.runtime.incident.Judgement.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Counts by something, such as the account. Holds at most {@value #MOST_NAMES} names; later ones are counted together. For
 * one thread.
 */
final class Breakdown {
    static final int MOST_NAMES = 10_000;
    static final String OTHERS = "(others)";

    private final Map<String, Counts> byName = new HashMap<>();

    /** A name and what was counted under it. */
    record Row(String name, Counts counts) {}

    void add(String name, Verdict verdict) {
        boolean room = byName.size() < MOST_NAMES || byName.containsKey(name);
        byName.computeIfAbsent(room ? name : OTHERS, first -> new Counts()).add(verdict);
    }

    /** Returns the names with most failures first. */
    List<Row> worstFirst() {
        return rows(Comparator.comparingLong((Row row) -> row.counts().fails())
                .thenComparingLong(row -> row.counts().total())
                .reversed()
                .thenComparing(Row::name));
    }

    /** Returns the names in their own order. */
    List<Row> inOrder() {
        return rows(Comparator.comparing(Row::name));
    }

    /** Returns the same under coarser names. */
    Breakdown grouped(UnaryOperator<String> name) {
        Breakdown grouped = new Breakdown();
        byName.forEach((fine, counts) -> grouped.byName
                .computeIfAbsent(name.apply(fine), first -> new Counts())
                .add(counts));
        return grouped;
    }

    int size() {
        return byName.size();
    }

    private List<Row> rows(Comparator<Row> order) {
        return byName.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .sorted(order)
                .toList();
    }
}
