package dev.overseer.sinks;

import dev.overseer.runtime.document.EntryDocument;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.Closing;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Where incidents stand, and stood. */
final class TableEntries {
    private static final String OF = "of";

    private final LedgerTable table;
    private final TableJournal journal;
    private final ControlNames controls;
    private final Duration retain;

    TableEntries(LedgerTable table, TableJournal journal, ControlNames controls, Duration retain) {
        this.table = table;
        this.journal = journal;
        this.controls = controls;
        this.retain = retain;
    }

    /** What keeps an outcome, and whether that is news. */
    record Closed(boolean news, List<TransactWriteItem> actions) {}

    /** Returns what keeps that an incident goes on. */
    List<TransactWriteItem> keep(IncidentEntry open) {
        Head head = table.read(table.get(Key.head(open.incident().id())), Head::read, Head.NONE);
        return put(open, head, head.looked(head.told(), Optional.empty()), false);
    }

    /** Returns what keeps an outcome. */
    Closed close(IncidentEntry over) throws LostRaceException {
        TableJournal.Story story = journal.story(over.incident().id(), over.at());
        Head head = story.head();
        Closing told = Closing.of(over, story.journal(), head.told());
        boolean failed = over.state().equals(Outcome.Kind.FAILED.name());
        Head.End end = new Head.End(Moment.of(over.at()), failed);
        Head next = head.looked(Optional.of(told), Optional.of(end));
        boolean wrote = !story.writes().isEmpty() || head.counted().isPresent();
        return new Closed(!head.told().equals(Optional.of(told)), put(over, head, next, wrote));
    }

    Optional<IncidentEntry> entry(String incident) throws LostRaceException {
        return load(List.of(Key.ofIncident(incident))).stream().findFirst();
    }

    List<IncidentEntry> ofEvent(String eventId) throws LostRaceException {
        List<String> incidents = table.all(Key.ofEvent(eventId)).stream()
                .map(item -> table.read(item, found -> found.text(OF)))
                .toList();
        return load(incidents).stream()
                .sorted(Comparator.comparing(IncidentEntry::at))
                .toList();
    }

    List<Transition> transitions(String incident) {
        return table.beginningWith(Key.ofIncident(incident), Key.LOOK).stream()
                .map(item -> table.read(item, TableEntries::transition))
                .toList();
    }

    /** Returns the entries of incidents, by their partitions, in the same order; not of those that have none. */
    List<IncidentEntry> load(Collection<String> partitions) throws LostRaceException {
        List<Key> keys = partitions.stream()
                .map(partition -> new Key(partition, Key.ENTRY))
                .toList();
        Map<Key, Item> items = table.get(keys);
        items.putAll(table.get(items.values().stream()
                .flatMap(first -> table.read(first, Packed::rest).stream())
                .toList()));
        List<IncidentEntry> entries = new ArrayList<>();
        for (Key key : keys) {
            if (items.containsKey(key)) {
                List<Item> inOrder = new ArrayList<>(List.of(Objects.requireNonNull(items.get(key))));
                Packed.rest(inOrder.getFirst()).stream()
                        .map(items::get)
                        .filter(Objects::nonNull)
                        .forEach(inOrder::add);
                entries.add(table.read(inOrder, EntryDocument::read));
            }
        }
        return entries;
    }

    private List<TransactWriteItem> put(IncidentEntry entry, Head before, Head after, boolean counts) {
        Incident incident = entry.incident();
        List<TransactWriteItem> actions = new ArrayList<>();
        Head counted = countEnd(incident, before, after, counts, actions);
        String id = incident.id();
        actions.add(table.change(counted.item(Key.head(id), entry.at(), retain), before.version()));
        items(entry, after.looks()).stream().map(table::put).forEach(actions::add);
        actions.add(table.put(look(entry, after.looks())));
        if (before.looks() == 0) {
            actions.add(table.put(Item.at(new Key(Key.ofEvent(incident.cause().id()), Key.part(id)))
                    .with(OF, Key.ofIncident(id))
                    .kept(entry.at(), retain)));
        }
        actions.addAll(controls.announce(incident.control()));
        return actions;
    }

    /** What was counted before is taken back, unless it is the same. */
    private Head countEnd(Incident incident, Head before, Head after, boolean counts, List<TransactWriteItem> actions) {
        Optional<Key> end = after.end()
                .filter(over -> counts)
                .map(over -> TableJournal.end(incident.control(), over.at(), incident.id()));
        end.ifPresent(
                key -> actions.add(journal.count(key, after.end().orElseThrow().failed())));
        before.counted()
                .map(sort -> new Key(Key.ofControl(incident.control()), sort))
                .filter(key -> !end.equals(Optional.of(key)))
                .ifPresent(key -> actions.add(table.delete(key)));
        return after.counted(end.map(Key::sort));
    }

    private List<Item> items(IncidentEntry entry, int number) {
        Incident incident = entry.incident();
        Principal principal = Principal.of(incident.principal());
        Key key = new Key(Key.ofIncident(incident.id()), Key.ENTRY);
        List<Item> items = new ArrayList<>(
                Packed.items(key, EntryDocument.write(entry), number, item -> item.kept(entry.at(), retain)));
        // Only the first part is in the index.
        items.set(
                0,
                items.getFirst()
                        .with(DynamoDbTable.CONTROL, Key.part(incident.control()))
                        .with(DynamoDbTable.SINCE, Moment.of(entry.at()))
                        .with(DynamoDbTable.STATE, entry.state())
                        .with(DynamoDbTable.ACCOUNT, incident.target().account())
                        .with(DynamoDbTable.PRINCIPAL, principal.shown())
                        .with(DynamoDbTable.CUT, principal.cut()));
        return items;
    }

    private Item look(IncidentEntry entry, int number) {
        Transition transition = Transition.of(entry);
        List<String> row = List.of(
                transition.at().toString(),
                transition.state(),
                Integer.toString(transition.looks()),
                transition.detail());
        return Packed.with(Item.at(Key.look(entry.incident().id(), number)), Rows.document(List.of(row)))
                .kept(transition.at(), retain);
    }

    private static Transition transition(Item item) {
        List<String> row = Rows.of(Packed.document(item)).getFirst();
        return new Transition(Instant.parse(row.get(0)), row.get(1), Integer.parseInt(row.get(2)), row.get(3));
    }
}
