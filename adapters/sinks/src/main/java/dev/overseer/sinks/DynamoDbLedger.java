package dev.overseer.sinks;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.IncidentBrief;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Span;
import dev.overseer.runtime.ledger.Transition;
import dev.overseer.runtime.ledger.Undelivered;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.runtime.ledger.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * A ledger in a DynamoDB table, {@link DynamoDbTable}, for any number of hosts in one region or several.
 *
 * <p>What a method wrote is kept when it returns. Every method writes with one transaction at most, and reads strongly
 * consistently, {@link #find} excepted: what has just been kept may be missing from it for a moment. Whoever loses a race
 * against another host reads anew and tries again, a dozen times within about three seconds. Only the counts of {@link
 * #passed} are kept in memory for a while, and written with the next write, every {@value #BATCH} or with {@link #close()}; a
 * batch that AWS did not acknowledge may be counted twice.
 *
 * <p>All times are those that are passed in. Safe for several threads.
 */
public final class DynamoDbLedger implements LedgerArchive, AutoCloseable {
    /** How many compliant resources are counted in memory. */
    static final int BATCH = 1000;

    /** How many counts go with another write; a transaction has <a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">100 actions</a>. */
    private static final int COUNTS_WITH_A_WRITE = 20;

    private static final int COUNTS_AT_ONCE = 100;
    private static final String COUNT = "count";

    private final LedgerTable table;
    private final Races races;
    private final TableJournal journal;
    private final TableEntries entries;
    private final TableLeaves leaves;
    private final TableUndos undos;
    private final TableUndeliveries undeliveries;
    private final TableSearch search;
    private final PassedCounts passed = new PassedCounts();

    /**
     * Takes a table, which is first asked for when the ledger is first needed.
     *
     * @param client as {@link #calls} says; stays the caller's, who closes it
     * @param name the table's name or ARN
     * @param retain after how long DynamoDB deletes what is known of an incident, counted from when it was written
     * @param random spreads hosts that got in each other's way
     */
    public DynamoDbLedger(DynamoDbClient client, String name, Duration retain, RandomGenerator random) {
        this(client, name, retain, random, Thread::sleep);
    }

    DynamoDbLedger(DynamoDbClient client, String name, Duration retain, RandomGenerator random, Races.Pause pause) {
        this.table = new LedgerTable(client, name);
        this.races = new Races(table.where(), random, pause);
        ControlNames controls = new ControlNames(table);
        this.journal = new TableJournal(table, retain);
        this.entries = new TableEntries(table, journal, controls, retain);
        this.leaves = new TableLeaves(table, retain);
        this.undos = new TableUndos(table, retain);
        this.undeliveries = new TableUndeliveries(table, retain);
        this.search = new TableSearch(table, entries, leaves, controls);
    }

    /**
     * Returns how a ledger's client should call: three attempts, 5 s in all. Between an engine's live read and its write
     * there is no time for more, and an incident whose ledger does not answer is looked at again anyway. A transaction that
     * is sent again has the token of the first attempt, so it takes effect once.
     */
    public static ClientOverrideConfiguration calls() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(3)
                        .build())
                .apiCallAttemptTimeout(Duration.ofSeconds(2))
                .apiCallTimeout(Duration.ofSeconds(5))
                .build();
    }

    @Override
    public Claim claim(WriteIntent intent) {
        return races.run(() -> {
            TableJournal.Verdict verdict = journal.claim(intent);
            if (!verdict.actions().isEmpty()) {
                write(verdict.actions());
            }
            return verdict.claim();
        });
    }

    @Override
    public void settle(Claim.Granted write, WriteResult result) {
        races.run(() -> written(journal.settle(write, result)));
    }

    @Override
    public List<JournaledWrite> writes(String incident) {
        return races.run(() -> journal.journal(incident));
    }

    @Override
    public void keep(IncidentEntry open) {
        races.run(() -> written(entries.keep(open)));
    }

    @Override
    public boolean close(IncidentEntry over) {
        return races.run(() -> {
            TableEntries.Closed closed = entries.close(over);
            write(closed.actions());
            return closed.news();
        });
    }

    @Override
    public void passed(String control, String account, Instant at) {
        // After a batch that cannot be written, only the next full one is tried: each try may wait for its patience.
        if (passed.add(control, account, at) % BATCH == 0) {
            flush();
        }
    }

    @Override
    public Instant announce(String incident, Instant at) {
        return races.run(() -> {
            Optional<Instant> before = leaves.announced(incident);
            if (before.isEmpty()) {
                write(leaves.announce(incident, at));
            }
            return before.orElse(at);
        });
    }

    @Override
    public Optional<Release> releaseOf(String successor) {
        return leaves.releaseOf(successor);
    }

    @Override
    public List<IncidentEntry> find(IncidentFilter filter) {
        return races.run(() -> search.find(filter));
    }

    @Override
    public void each(Span span, Consumer<IncidentEntry> taker) {
        search.each(span, races, some -> some.forEach(taker));
    }

    @Override
    public void survey(Span span, Consumer<IncidentBrief> taker) {
        search.each(span, races, some -> {
            Set<String> released = leaves.released(some.stream()
                    .filter(IncidentBrief::isUnresolved)
                    .map(entry -> entry.incident().id())
                    .toList());
            some.forEach(entry -> taker.accept(
                    IncidentBrief.of(entry, released.contains(entry.incident().id()))));
        });
    }

    @Override
    public Optional<IncidentEntry> entry(String incident) {
        return races.run(() -> entries.entry(incident));
    }

    @Override
    public List<IncidentEntry> ofEvent(String eventId) {
        return races.run(() -> entries.ofEvent(eventId));
    }

    @Override
    public List<Transition> transitions(String incident) {
        return entries.transitions(incident);
    }

    @Override
    public Optional<Release> released(String predecessor) {
        return leaves.released(predecessor);
    }

    @Override
    public Release release(Release leave) {
        return races.run(() -> {
            Optional<Release> earlier = leaves.released(leave.predecessor());
            if (earlier.isEmpty()) {
                write(leaves.release(leave));
            }
            return earlier.orElse(leave);
        });
    }

    @Override
    public void lift(Lift lift) {
        races.run(() -> written(leaves.lift(lift)));
    }

    @Override
    public List<Lift> lifts() {
        return leaves.lifts();
    }

    @Override
    public void left(String incident, String state, Instant at) {
        races.run(() -> written(undos.left(incident).isPresent() ? List.of() : undos.left(incident, state, at)));
    }

    @Override
    public Optional<String> left(String incident) {
        return undos.left(incident);
    }

    @Override
    public Undo begin(Undo undo) {
        return races.run(() -> {
            TableUndos.Begun begun = undos.begin(undo);
            write(begun.actions());
            return begun.counting();
        });
    }

    @Override
    public void end(Undo ended) {
        races.run(() -> written(undos.end(ended)));
    }

    @Override
    public Optional<Undo> undo(String incident) {
        return undos.undo(incident);
    }

    @Override
    public Optional<Undo> exempting(String control, ResourceRef target, Instant now) {
        return undos.exempting(control, target, now);
    }

    @Override
    public List<Undo> exempting(Instant now) {
        return undos.exempting(now);
    }

    @Override
    public void undelivered(Undelivered more) {
        races.run(() -> written(undeliveries.add(more)));
    }

    @Override
    public void delivered(String destination, Instant at) {
        races.run(() -> {
            List<TransactWriteItem> actions = undeliveries.end(destination, at);
            return actions.isEmpty() ? actions : written(actions);
        });
    }

    @Override
    public List<Undelivered> undelivered() {
        return undeliveries.all();
    }

    @Override
    public List<Passed> passed() {
        flush();
        return table.all(Key.PASSED).stream()
                .map(item -> table.read(
                        item,
                        found -> new Passed(
                                found.text(DynamoDbTable.CONTROL),
                                found.text(DynamoDbTable.ACCOUNT),
                                found.number(COUNT))))
                .toList();
    }

    /**
     * Writes what is still only counted. The ledger can be used on.
     *
     * @throws LedgerException if the counts cannot be written
     */
    @Override
    public void close() {
        flush();
    }

    private void flush() {
        while (!passed.isEmpty()) {
            races.run(() -> withCounts(List.of(), COUNTS_AT_ONCE));
        }
    }

    /** For attempts that return nothing. */
    private List<TransactWriteItem> written(List<TransactWriteItem> actions) throws LostRaceException {
        write(actions);
        return actions;
    }

    /** What is counted in memory goes with every write, so that it costs none of its own. */
    private void write(List<TransactWriteItem> actions) throws LostRaceException {
        withCounts(actions, COUNTS_WITH_A_WRITE);
    }

    private List<TransactWriteItem> withCounts(List<TransactWriteItem> actions, int most) throws LostRaceException {
        Map<PassedCounts.Place, PassedCounts.Count> taken = taken(most);
        List<TransactWriteItem> all = new ArrayList<>(actions);
        taken.forEach((place, count) -> all.add(count(place, count)));
        boolean written = all.isEmpty();
        try {
            if (!written) {
                table.write(all);
                written = true;
            }
            return all;
        } finally {
            if (!written) {
                passed.giveBack(taken);
            }
        }
    }

    private Map<PassedCounts.Place, PassedCounts.Count> taken(int most) {
        Map<PassedCounts.Place, PassedCounts.Count> taken = new HashMap<>();
        Map<PassedCounts.Place, PassedCounts.Count> left = new HashMap<>();
        passed.take().forEach((place, count) -> (taken.size() < most ? taken : left).put(place, count));
        passed.giveBack(left);
        return taken;
    }

    private TransactWriteItem count(PassedCounts.Place place, PassedCounts.Count count) {
        return table.add(
                Key.passed(place.control(), place.account()),
                COUNT,
                AttributeValue.fromN(Long.toString(count.number())),
                Map.of(DynamoDbTable.CONTROL, place.control(), DynamoDbTable.ACCOUNT, place.account()));
    }
}
