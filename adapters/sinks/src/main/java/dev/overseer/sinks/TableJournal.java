package dev.overseer.sinks;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.document.WriteDocument;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.Tally;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.runtime.ledger.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The writes of incidents, and what limits count of them. */
final class TableJournal {
    private final LedgerTable table;
    private final Duration retain;

    TableJournal(LedgerTable table, Duration retain) {
        this.table = table;
        this.retain = retain;
    }

    /** What is known of an incident when something is about to be written about it. */
    record Story(Head head, List<Kept> writes) {
        List<JournaledWrite> journal() {
            return writes.stream().map(Kept::write).toList();
        }

        /** Writes that expired leave their numbers behind. */
        int nextNumber() {
            int last = writes.isEmpty() ? 0 : writes.getLast().number();
            return Math.max(last, head.writes()) + 1;
        }
    }

    /** A write, and its number in the journal. */
    record Kept(int number, JournaledWrite write) {}

    /** A claim, and what has to be written if it is granted. */
    record Verdict(Claim claim, List<TransactWriteItem> actions) {
        static Verdict no(Claim claim) {
            return new Verdict(claim, List.of());
        }
    }

    /** Returns what a claim comes to. */
    Verdict claim(WriteIntent intent) throws LostRaceException {
        Story story = story(intent.incident(), intent.at());
        List<JournaledWrite> same =
                story.journal().stream().filter(write -> write.isSame(intent)).toList();
        for (JournaledWrite write : same) {
            Optional<Claim> objection = write.objection(intent.at());
            if (objection.isPresent()) {
                return Verdict.no(objection.get());
            }
        }
        Claim.Granted granted = new Claim.Granted(intent, same.size() + 1);
        return story.writes().isEmpty() ? first(granted, story) : another(granted, story);
    }

    /**
     * Returns what journals how a write ended.
     *
     * @throws IllegalStateException if it was never granted
     */
    List<TransactWriteItem> settle(Claim.Granted granted, WriteResult result) throws LostRaceException {
        WriteIntent intent = granted.intent();
        Kept kept = writes(intent.incident()).stream()
                .filter(candidate ->
                        candidate.write().isSame(intent) && candidate.write().attempt() == granted.attempt())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the write was never granted: " + intent));
        JournaledWrite settled = new JournaledWrite(intent, granted.attempt(), Optional.of(result));
        List<Item> items = items(kept.number(), settled);
        return Stream.concat(
                        Stream.of(table.replace(items.getFirst())),
                        items.stream().skip(1).map(table::put))
                .toList();
    }

    /** Returns an incident's journal, in the order in which the writes were sent. */
    List<JournaledWrite> journal(String incident) throws LostRaceException {
        return writes(incident).stream().map(Kept::write).toList();
    }

    /** Returns what is known of an incident; where only part of it could be read since it was just changing, reads again. */
    Story story(String incident, Instant now) throws LostRaceException {
        List<Item> items = table.between(Key.ofIncident(incident), Key.HEAD, Key.JOURNAL + "~");
        Head head = table.read(
                items.stream()
                        .filter(item -> item.key().sort().equals(Key.HEAD))
                        .findFirst(),
                Head::read,
                Head.NONE);
        List<Kept> writes = kept(items.stream()
                .filter(item -> item.key().sort().startsWith(Key.JOURNAL))
                .toList());
        int last = writes.isEmpty() ? 0 : writes.getLast().number();
        if (last < head.writes() && now.getEpochSecond() < head.writesKept()) {
            throw new LostRaceException("read the journal of incident %s".formatted(incident));
        }
        return new Story(head, writes);
    }

    /** Returns where an end is counted among those of a control. */
    static Key end(String control, String at, String incident) {
        return new Key(Key.ofControl(control), Key.END + at + "#" + Key.part(incident));
    }

    /** Returns what counts an end. It is counted for good, as the leave that ends a row of failures is. */
    TransactWriteItem count(Key end, boolean failed) {
        return table.put(Item.at(end).with("failed", failed));
    }

    private List<Kept> writes(String incident) throws LostRaceException {
        return kept(table.beginningWith(Key.ofIncident(incident), Key.JOURNAL));
    }

    private List<Kept> kept(List<Item> items) throws LostRaceException {
        List<Kept> writes = new ArrayList<>();
        for (List<Item> document : Packed.grouped(items)) {
            String number = document.getFirst().key().sort().substring(Key.JOURNAL.length());
            writes.add(new Kept(Integer.parseInt(number), table.read(document, WriteDocument::read)));
        }
        return writes;
    }

    private List<Item> items(int number, JournaledWrite write) {
        WriteIntent intent = write.intent();
        return Packed.items(
                Key.write(intent.incident(), number),
                WriteDocument.write(write),
                write.result().isPresent() ? 1 : 0,
                item -> item.kept(intent.at(), retain));
    }

    private Verdict first(Claim.Granted granted, Story story) throws LostRaceException {
        WriteIntent intent = granted.intent();
        Counted counted = counted(intent);
        Optional<Claim.Held> reached = tally(intent, counted).reached(intent.stake(), intent.at());
        if (reached.isPresent()) {
            return Verdict.no(reached.get());
        }
        Stake stake = intent.stake();
        String account = stake.target().account();
        Key ofAccount = Key.account(stake.control(), account);
        List<TransactWriteItem> actions = new ArrayList<>();
        RecentStarts hour = counted.hour().and(new Tally.Start(stake.control(), account, intent.at()));
        actions.add(table.change(hour.item(), hour.version()));
        AccountCount ever = counted.account().another();
        actions.add(table.change(ever.item(ofAccount), ever.version()));
        Head head = story.head();
        // An incident may have come to an outcome before it writes for the first time: its event was delivered again.
        if (head.end().isPresent()) {
            Head.End end = head.end().get();
            Key where = end(stake.control(), end.at(), intent.incident());
            actions.add(count(where, end.failed()));
            head = head.counted(Optional.of(where.sort()));
        }
        actions.addAll(write(granted, story.nextNumber(), head, counted.target()));
        return new Verdict(granted, actions);
    }

    private Verdict another(Claim.Granted granted, Story story) {
        Stake stake = granted.intent().stake();
        TargetWrites target = table.read(
                table.get(Key.target(stake.control(), stake.target())), TargetWrites::read, TargetWrites.NONE);
        return new Verdict(granted, write(granted, story.nextNumber(), story.head(), target));
    }

    private List<TransactWriteItem> write(Claim.Granted granted, int number, Head head, TargetWrites before) {
        WriteIntent intent = granted.intent();
        Stake stake = intent.stake();
        List<TransactWriteItem> actions = new ArrayList<>();
        Item next = head.written(number, intent.at(), retain).item(Key.head(intent.incident()), intent.at(), retain);
        actions.add(table.change(next, head.version()));
        TargetWrites target = before.and(intent.incident(), intent.at());
        Duration window = stake.limits().flapping().window();
        actions.add(table.change(
                target.item(
                        Key.target(stake.control(), stake.target()),
                        intent.at(),
                        retain.compareTo(window) < 0 ? window : retain),
                target.version()));
        items(number, new JournaledWrite(intent, granted.attempt(), Optional.empty())).stream()
                .map(table::create)
                .forEach(actions::add);
        return actions;
    }

    /** What is counted for a control, an account and a target. A write is granted only if it has not changed since. */
    private record Counted(RecentStarts hour, AccountCount account, Optional<String> lifted, TargetWrites target) {}

    private Counted counted(WriteIntent intent) {
        String control = intent.stake().control();
        ResourceRef ref = intent.stake().target();
        Key account = Key.account(control, ref.account());
        Key lifted = Key.lifted(control);
        Key target = Key.target(control, ref);
        Map<Key, Item> items = table.get(List.of(Key.HOUR, account, lifted, target));
        return new Counted(
                table.read(Optional.ofNullable(items.get(Key.HOUR)), RecentStarts::read, RecentStarts.NONE),
                table.read(Optional.ofNullable(items.get(account)), AccountCount::read, AccountCount.NONE),
                Optional.ofNullable(items.get(lifted))
                        .map(item -> table.read(item, found -> found.text(TableLeaves.AT))),
                table.read(Optional.ofNullable(items.get(target)), TargetWrites::read, TargetWrites.NONE));
    }

    private Tally tally(WriteIntent intent, Counted counted) throws LostRaceException {
        AccountCount account = counted.account();
        return new Tally(
                counted.hour().starts(),
                account.released() ? 0 : Math.clamp(account.started(), 0, Integer.MAX_VALUE),
                account.released(),
                failuresInARow(intent.stake(), counted.lifted()),
                repairs(intent, counted.target()));
    }

    /** Returns how many failed in a row; no more are counted than stop a control. */
    private int failuresInARow(Stake stake, Optional<String> lifted) {
        int most = Math.min(stake.limits().failuresInARow(), 1000);
        if (most < 1) {
            return 0;
        }
        String from = Key.END + lifted.map(at -> at + "~").orElse("");
        List<Item> ends = table.last(Key.ofControl(stake.control()), from, Key.END + "~", most);
        return (int) ends.stream().takeWhile(end -> end.flag("failed")).count();
    }

    private int repairs(WriteIntent intent, TargetWrites target) throws LostRaceException {
        Instant since = intent.at().minus(intent.stake().limits().flapping().window());
        int repairs = 0;
        for (String incident : target.since(since)) {
            if (repairs < intent.stake().limits().flapping().times()
                    && journal(incident).stream()
                            .anyMatch(write -> write.intent().at().isAfter(since) && write.mayHaveTakenEffect())) {
                repairs++;
            }
        }
        return repairs;
    }
}
