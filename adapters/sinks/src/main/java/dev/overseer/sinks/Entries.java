package dev.overseer.sinks;

import dev.overseer.runtime.document.EntryDocument;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.Closing;
import dev.overseer.runtime.ledger.IncidentBrief;
import dev.overseer.runtime.ledger.IncidentBrief.Remedy;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.IncidentFilter;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Span;
import dev.overseer.runtime.ledger.Transition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Where incidents stand, and stood. What it writes, it writes within a transaction of the caller's. */
final class Entries {
    private static final int SURVEY_CACHE_KIB = 64 * 1024;
    private static final String REMEDIATED = Outcome.Kind.REMEDIATED.name();
    private static final Set<String> UNRESOLVED = Arrays.stream(Outcome.Kind.values())
            .filter(Outcome.Kind::unresolved)
            .map(Outcome.Kind::name)
            .collect(Collectors.toUnmodifiableSet());

    private final Session session;

    Entries(Session session) {
        this.session = session;
    }

    void put(IncidentEntry entry) throws SQLException {
        Incident incident = entry.incident();
        session.update(
                """
                INSERT INTO incident (id, at, state, control, account, region, type, target, event, principal, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET at = excluded.at, state = excluded.state, document = excluded.document
                """,
                incident.id(),
                Nanos.of(entry.at()),
                entry.state(),
                incident.control(),
                incident.target().account(),
                incident.target().region(),
                incident.target().type(),
                incident.target().id(),
                incident.cause().id(),
                folded(incident.principal()),
                EntryDocument.write(entry));
        putTransition(incident.id(), Transition.of(entry));
        putEnd(entry);
        putRemedy(entry);
    }

    /** Puts an outcome, and returns whether it is news. */
    boolean close(IncidentEntry over, List<JournaledWrite> journal) throws SQLException {
        put(over);
        String id = over.incident().id();
        Optional<Closing> before = session.first(
                "SELECT told_writes, told_planned FROM incident WHERE id = ? AND told_writes IS NOT NULL",
                row -> new Closing(row.getLong(1), row.getBoolean(2)),
                id);
        Closing told = Closing.of(over, journal, before);
        session.update(
                "UPDATE incident SET told_writes = ?, told_planned = ? WHERE id = ?",
                told.writes(),
                told.onlyPlanned() ? 1 : 0,
                id);
        return !before.equals(Optional.of(told));
    }

    List<IncidentEntry> find(IncidentFilter filter) throws SQLException {
        List<IncidentEntry> entries = new ArrayList<>();
        for (long place : places(filter)) {
            entries.addAll(documents("rowid = ?", place));
        }
        return entries;
    }

    long each(Span span, Consumer<IncidentEntry> taker) throws SQLException {
        return session.each(
                "SELECT document FROM incident INDEXED BY incident_by_time WHERE at >= ? AND at < ? ORDER BY at DESC",
                Session.document(EntryDocument::read),
                taker,
                first(span),
                last(span));
    }

    /**
     * Reads nothing but the index, and what is kept of remediations for this: the latter from everywhere in its table, which
     * is why that should fit into memory. A million incidents are five million texts, unless those of a row come as one.
     */
    long survey(Span span, Consumer<IncidentBrief> taker) throws SQLException {
        session.execute("PRAGMA cache_size = -" + SURVEY_CACHE_KIB);
        Set<String> released = new HashSet<>(session.list("SELECT predecessor FROM release", row -> row.getString(1)));
        return session.each("""
                SELECT id || char(10) || state || char(10) || control || char(10) || account || char(10) || principal,
                       at, caused, deleted
                FROM incident INDEXED BY incident_by_time
                LEFT JOIN remedy ON state = 'REMEDIATED' AND remedy.incident = id
                WHERE at >= ? AND at < ?
                ORDER BY at DESC
                """, row -> brief(row, released), taker, first(span), last(span));
    }

    Optional<IncidentEntry> entry(String incident) throws SQLException {
        return documents("id = ?", incident).stream().findFirst();
    }

    List<IncidentEntry> ofEvent(String eventId) throws SQLException {
        return documents("event = ? ORDER BY at", eventId);
    }

    List<Transition> transitions(String incident) throws SQLException {
        return session.list(
                "SELECT at, state, looks, detail FROM transition WHERE incident = ? ORDER BY number",
                row -> new Transition(Nanos.at(row.getLong(1)), row.getString(2), row.getInt(3), row.getString(4)),
                incident);
    }

    private void putTransition(String incident, Transition transition) throws SQLException {
        session.update(
                "INSERT INTO transition (incident, at, state, looks, detail) VALUES (?, ?, ?, ?, ?)",
                incident,
                Nanos.of(transition.at()),
                transition.state(),
                transition.looks(),
                transition.detail());
    }

    private void putRemedy(IncidentEntry entry) throws SQLException {
        Optional<Remedy> remedy = Remedy.of(entry);
        if (remedy.isPresent()) {
            session.update(
                    "INSERT OR REPLACE INTO remedy (incident, caused, deleted) VALUES (?, ?, ?)",
                    entry.incident().id(),
                    Nanos.of(remedy.get().causedAt()),
                    remedy.get().deleted() ? 1 : 0);
        }
    }

    private static IncidentBrief brief(ResultSet row, Set<String> released) throws SQLException {
        // Only who caused it is a text from outside, which may have line breaks of its own
        String[] texts = row.getString(1).split("\n", 5);
        String state = texts[1];
        return new IncidentBrief(
                texts[0],
                Nanos.at(row.getLong(2)),
                state,
                texts[2],
                texts[3],
                texts[4],
                UNRESOLVED.contains(state) && released.contains(texts[0]),
                state.equals(REMEDIATED)
                        ? Optional.of(new Remedy(Nanos.at(row.getLong(3)), row.getBoolean(4)))
                        : Optional.empty());
    }

    private static long first(Span span) {
        return Nanos.of(span.from().orElse(Instant.MIN));
    }

    private static long last(Span span) {
        return Nanos.of(span.to().orElse(Instant.MAX));
    }

    private void putEnd(IncidentEntry entry) throws SQLException {
        switch (entry.standing()) {
            case Standing.Open open ->
                session.update(
                        "UPDATE enforcement SET ended = NULL, failed = NULL WHERE incident = ?",
                        entry.incident().id());
            case Standing.Over(Outcome outcome) ->
                session.update(
                        "UPDATE enforcement SET ended = ?, failed = ? WHERE incident = ?",
                        Nanos.of(entry.at()),
                        outcome.kind() == Outcome.Kind.FAILED ? 1 : 0,
                        entry.incident().id());
        }
    }

    private List<IncidentEntry> documents(String where, Object value) throws SQLException {
        return session.list(
                "SELECT document FROM incident WHERE " + where, Session.document(EntryDocument::read), value);
    }

    /** Returns the rows that are wanted. Reads nothing but the index, so that a search without a find is quick as well. */
    private List<Long> places(IncidentFilter filter) throws SQLException {
        List<String> conditions = new ArrayList<>(List.of("true"));
        List<Object> values = new ArrayList<>();
        filter.from().ifPresent(from -> {
            conditions.add("at >= ?");
            values.add(Nanos.of(from));
        });
        filter.to().ifPresent(to -> {
            conditions.add("at < ?");
            values.add(Nanos.of(to));
        });
        filter.control().ifPresent(control -> {
            conditions.add("control = ?");
            values.add(control);
        });
        filter.account().ifPresent(account -> {
            conditions.add("account = ?");
            values.add(account);
        });
        filter.principal().ifPresent(part -> {
            conditions.add("instr(principal, ?)");
            values.add(folded(part));
        });
        if (!filter.states().isEmpty()) {
            conditions.add("state IN (%s)"
                    .formatted(String.join(
                            ", ", filter.states().stream().map(state -> "?").toList())));
            values.addAll(filter.states());
        }
        if (filter.unreleased()) {
            conditions.add("NOT EXISTS (SELECT 1 FROM release WHERE predecessor = incident.id)");
        }
        values.add(filter.limit());
        return session.list(
                "SELECT rowid FROM incident INDEXED BY incident_by_time WHERE %s ORDER BY at DESC LIMIT ?"
                        .formatted(String.join(" AND ", conditions)),
                row -> row.getLong(1),
                values.toArray());
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
