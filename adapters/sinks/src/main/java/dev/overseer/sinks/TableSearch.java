package dev.overseer.sinks;

import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.Span;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Looks for incidents by the index, which may lag behind the table for a moment: what it gives is looked at once more in the
 * table itself.
 */
final class TableSearch {
    private static final int LARGEST_PAGE = 1000;
    private static final int SMALLEST_PAGE = 25;
    private static final int AT_ONCE = 100;

    private final LedgerTable table;
    private final TableEntries entries;
    private final TableLeaves leaves;
    private final ControlNames controls;

    TableSearch(LedgerTable table, TableEntries entries, TableLeaves leaves, ControlNames controls) {
        this.table = table;
        this.entries = entries;
        this.leaves = leaves;
        this.controls = controls;
    }

    List<IncidentEntry> find(IncidentFilter filter) throws LostRaceException {
        PriorityQueue<Newest> byTime = byTime(filter);
        List<IncidentEntry> found = new ArrayList<>();
        while (found.size() < filter.limit() && !byTime.isEmpty()) {
            found.addAll(wanted(latest(byTime, Math.min(AT_ONCE, filter.limit() - found.size())), filter));
        }
        return found.stream()
                .sorted(Comparator.comparing(IncidentEntry::at).reversed())
                .toList();
    }

    /** Gives all that is wanted, some at a time, which are read anew where others got in the way. */
    void each(Span span, Races races, Consumer<List<IncidentEntry>> taker) {
        IncidentFilter filter = IncidentFilter.within(span);
        PriorityQueue<Newest> byTime = byTime(filter);
        while (!byTime.isEmpty()) {
            List<String> partitions = latest(byTime, AT_ONCE);
            taker.accept(races.run(() -> wanted(partitions, filter)));
        }
    }

    private PriorityQueue<Newest> byTime(IncidentFilter filter) {
        PriorityQueue<Newest> byTime = new PriorityQueue<>(
                Comparator.comparing((Newest rows) -> rows.next().since()).reversed());
        if (first(filter).compareTo(last(filter)) <= 0) {
            for (String control : controls(filter)) {
                byTime.addAll(new Newest(control, filter).orNone());
            }
        }
        return byTime;
    }

    /** DynamoDB refuses a range whose end is before its beginning. */
    private static String first(IncidentFilter filter) {
        return Moment.of(filter.from().orElse(Instant.MIN));
    }

    private static String last(IncidentFilter filter) {
        return Moment.of(filter.to()
                .map(to -> to.equals(Instant.MIN) ? to : to.minusNanos(1))
                .orElse(Instant.MAX));
    }

    private List<String> controls(IncidentFilter filter) {
        return filter.control().map(control -> List.of(Key.part(control))).orElseGet(controls::all);
    }

    /** Takes the latest that the index has of all controls. */
    private static List<String> latest(PriorityQueue<Newest> byTime, int most) {
        List<String> partitions = new ArrayList<>();
        while (partitions.size() < most && !byTime.isEmpty()) {
            Newest rows = byTime.remove();
            partitions.add(rows.take().partition());
            byTime.addAll(rows.orNone());
        }
        return partitions;
    }

    private List<IncidentEntry> wanted(List<String> partitions, IncidentFilter filter) throws LostRaceException {
        List<IncidentEntry> candidates = entries.load(partitions).stream()
                .filter(entry -> isWanted(entry, filter))
                .toList();
        if (!filter.unreleased()) {
            return candidates;
        }
        Set<String> released = leaves.released(
                candidates.stream().map(entry -> entry.incident().id()).toList());
        return candidates.stream()
                .filter(entry -> !released.contains(entry.incident().id()))
                .toList();
    }

    private static boolean isWanted(IncidentEntry entry, IncidentFilter filter) {
        Instant at = entry.at();
        String principal = Principal.folded(entry.incident().principal());
        return filter.from().filter(at::isBefore).isEmpty()
                && filter.to().map(at::isBefore).orElse(true)
                && filter.account()
                        .map(entry.incident().target().account()::equals)
                        .orElse(true)
                && filter.principal()
                        .map(Principal::folded)
                        .map(principal::contains)
                        .orElse(true)
                && (filter.states().isEmpty() || filter.states().contains(entry.state()));
    }

    /** An incident as the index has it. */
    private record Row(String partition, String since) {}

    /** What the index has of a control, the latest first, page by page. */
    private final class Newest {
        private final QueryRequest first;
        private final IncidentFilter filter;
        private final Deque<Row> rows = new ArrayDeque<>();
        private Map<String, AttributeValue> place = Map.of();
        private boolean more = true;

        Newest(String control, IncidentFilter filter) {
            this.filter = filter;
            this.first = request(control);
        }

        /** Returns these, if there is another row. */
        List<Newest> orNone() {
            while (rows.isEmpty() && more) {
                turnPage();
            }
            return rows.isEmpty() ? List.of() : List.of(this);
        }

        Row next() {
            return rows.element();
        }

        Row take() {
            return rows.remove();
        }

        private QueryRequest request(String control) {
            Map<String, AttributeValue> values = new HashMap<>();
            values.put(":control", AttributeValue.fromS(control));
            values.put(":from", AttributeValue.fromS(first(filter)));
            values.put(":to", AttributeValue.fromS(last(filter)));
            return QueryRequest.builder()
                    .keyConditionExpression("#control = :control AND #since BETWEEN :from AND :to")
                    .expressionAttributeNames(Map.of("#control", DynamoDbTable.CONTROL, "#since", DynamoDbTable.SINCE))
                    .expressionAttributeValues(values)
                    .scanIndexForward(false)
                    .limit(page())
                    .build();
        }

        /** Where every row is wanted no more are read than that. */
        private int page() {
            boolean narrows = filter.account().isPresent()
                    || filter.principal().isPresent()
                    || !filter.states().isEmpty()
                    || filter.unreleased();
            return narrows ? LARGEST_PAGE : Math.clamp(filter.limit(), SMALLEST_PAGE, LARGEST_PAGE);
        }

        private void turnPage() {
            QueryResponse page = table.page(
                    place.isEmpty()
                            ? first
                            : first.toBuilder().exclusiveStartKey(place).build());
            place = page.lastEvaluatedKey();
            more = !place.isEmpty();
            page.items().stream()
                    .map(Item::new)
                    .filter(this::mayBeWanted)
                    .map(item -> new Row(item.key().partition(), item.text(DynamoDbTable.SINCE)))
                    .forEach(rows::add);
        }

        private boolean mayBeWanted(Item item) {
            String principal = item.text(DynamoDbTable.PRINCIPAL);
            Optional<String> part = filter.principal().map(Principal::folded);
            return filter.account()
                            .map(item.text(DynamoDbTable.ACCOUNT)::equals)
                            .orElse(true)
                    && (filter.states().isEmpty() || filter.states().contains(item.text(DynamoDbTable.STATE)))
                    && (item.flag(DynamoDbTable.CUT)
                            || part.map(principal::contains).orElse(true));
        }
    }
}
