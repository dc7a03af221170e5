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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A ledger in a SQLite file, for hosts on one machine. Any number of them may share the file; it has to be on a local disk.
 *
 * <p>What a method wrote has reached the disk when it returns, and outlasts a power cut; one that throws {@link
 * LedgerException} has written nothing. Only the counts of {@link #passed} are kept in memory for a while, and written with
 * the next write, every {@value #BATCH} or with {@link #close()}. A method waits up to 5 s for other processes. Safe for
 * several threads.
 */
public final class SqliteLedger implements LedgerArchive, AutoCloseable {
    /** How many compliant resources are counted in memory. */
    static final int BATCH = 1000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Database database;
    private final PassedCounts passed = new PassedCounts();

    SqliteLedger(Database database) {
        this.database = database;
    }

    /**
     * Opens the ledger in a file, and makes file and directory, for their owner only, where there are none.
     *
     * @throws LedgerException if that is not possible
     */
    public static SqliteLedger open(Path path) {
        SqliteLedger ledger = lazily(path);
        ledger.database.read(session -> session);
        return ledger;
    }

    /** Returns the ledger in a file which is opened when it is first needed: every method may throw what {@link #open} does. */
    public static SqliteLedger lazily(Path path) {
        return new SqliteLedger(new Database(path, PATIENCE));
    }

    /** Returns where the ledger is. */
    public Path path() {
        return database.path();
    }

    @Override
    public Claim claim(WriteIntent intent) {
        return write(session -> new Journal(session).claim(intent));
    }

    @Override
    public void settle(Claim.Granted write, WriteResult result) {
        write(session -> {
            new Journal(session).settle(write, result);
            return write;
        });
    }

    @Override
    public List<JournaledWrite> writes(String incident) {
        return database.read(session -> new Journal(session).writes(incident));
    }

    @Override
    public void keep(IncidentEntry open) {
        write(session -> {
            new Entries(session).put(open);
            return open;
        });
    }

    @Override
    public boolean close(IncidentEntry over) {
        return write(session -> {
            List<JournaledWrite> journal =
                    new Journal(session).writes(over.incident().id());
            return new Entries(session).close(over, journal);
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
        return write(session -> {
            session.update("INSERT OR IGNORE INTO announcement (incident, at) VALUES (?, ?)", incident, Nanos.of(at));
            return Nanos.at(session.number("SELECT at FROM announcement WHERE incident = ?", incident));
        });
    }

    @Override
    public Optional<Release> releaseOf(String successor) {
        return database.read(session -> new Leaves(session).releaseOf(successor));
    }

    @Override
    public List<IncidentEntry> find(IncidentFilter filter) {
        return database.read(session -> new Entries(session).find(filter));
    }

    @Override
    public void each(Span span, Consumer<IncidentEntry> taker) {
        database.read(session -> new Entries(session).each(span, taker));
    }

    @Override
    public void survey(Span span, Consumer<IncidentBrief> taker) {
        database.read(session -> new Entries(session).survey(span, taker));
    }

    @Override
    public Optional<IncidentEntry> entry(String incident) {
        return database.read(session -> new Entries(session).entry(incident));
    }

    @Override
    public List<IncidentEntry> ofEvent(String eventId) {
        return database.read(session -> new Entries(session).ofEvent(eventId));
    }

    @Override
    public List<Transition> transitions(String incident) {
        return database.read(session -> new Entries(session).transitions(incident));
    }

    @Override
    public Optional<Release> released(String predecessor) {
        return database.read(session -> new Leaves(session).released(predecessor));
    }

    @Override
    public Release release(Release leave) {
        return write(session -> new Leaves(session).release(leave));
    }

    @Override
    public void lift(Lift lift) {
        write(session -> new Leaves(session).lift(lift));
    }

    @Override
    public List<Lift> lifts() {
        return database.read(session -> new Leaves(session).lifts());
    }

    @Override
    public void left(String incident, String state, Instant at) {
        write(session -> new Undos(session).left(incident, state));
    }

    @Override
    public Optional<String> left(String incident) {
        return database.read(session -> new Undos(session).left(incident));
    }

    @Override
    public Undo begin(Undo undo) {
        return write(session -> new Undos(session).begin(undo));
    }

    @Override
    public void end(Undo ended) {
        write(session -> new Undos(session).end(ended));
    }

    @Override
    public Optional<Undo> undo(String incident) {
        return database.read(session -> new Undos(session).undo(incident));
    }

    @Override
    public Optional<Undo> exempting(String control, ResourceRef target, Instant now) {
        return database.read(session -> new Undos(session).exempting(control, target, now));
    }

    @Override
    public List<Undo> exempting(Instant now) {
        return database.read(session -> new Undos(session).exempting(now));
    }

    @Override
    public void undelivered(Undelivered more) {
        write(session -> new Undeliveries(session).add(more));
    }

    @Override
    public void delivered(String destination, Instant at) {
        Optional<Undelivered> kept = database.read(session -> new Undeliveries(session).of(destination));
        if (kept.filter(undelivered -> undelivered.endsAt(at)).isPresent()) {
            write(session -> new Undeliveries(session).end(destination, at));
        }
    }

    @Override
    public List<Undelivered> undelivered() {
        return database.read(session -> new Undeliveries(session).all());
    }

    @Override
    public List<Passed> passed() {
        flush();
        return database.read(session -> session.list(
                "SELECT control, account, count FROM passed ORDER BY control, account",
                row -> new Passed(row.getString(1), row.getString(2), row.getLong(3))));
    }

    /**
     * Writes what is still only counted, and lets go of the file. Any later call throws.
     *
     * @throws LedgerException if the counts cannot be written; the file is let go all the same
     */
    @Override
    public void close() {
        try (database) {
            flush();
        }
    }

    private void flush() {
        if (!passed.isEmpty()) {
            write(session -> session);
        }
    }

    /** What is counted in memory goes with every write, so that it costs none of its own. */
    private <T> T write(Database.Work<T> work) {
        Map<PassedCounts.Place, PassedCounts.Count> taken = passed.take();
        boolean written = false;
        try {
            T result = database.write(session -> {
                PassedCounts.store(taken, session);
                return work.on(session);
            });
            written = true;
            return result;
        } finally {
            if (!written) {
                passed.giveBack(taken);
            }
        }
    }
}
