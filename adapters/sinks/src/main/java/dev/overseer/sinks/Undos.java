package dev.overseer.sinks;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.document.UndoDocument;
import dev.overseer.runtime.ledger.Undo;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people had undone, and what is kept for that. What it writes, it writes within a transaction of the caller's. */
final class Undos {
    private final Session session;

    Undos(Session session) {
        this.session = session;
    }

    int left(String incident, String state) throws SQLException {
        return session.update("INSERT OR IGNORE INTO remediated (incident, state) VALUES (?, ?)", incident, state);
    }

    Optional<String> left(String incident) throws SQLException {
        return session.first("SELECT state FROM remediated WHERE incident = ?", row -> row.getString(1), incident);
    }

    Undo begin(Undo undo) throws SQLException {
        Optional<Undo> earlier = undo(undo.incident()).filter(before -> before.stands(undo.at()));
        if (earlier.isEmpty()) {
            put(undo);
        }
        return earlier.orElse(undo);
    }

    Undo end(Undo ended) throws SQLException {
        if (undo(ended.incident()).filter(Undo::isDone).isEmpty()) {
            put(ended);
        }
        return ended;
    }

    Optional<Undo> undo(String incident) throws SQLException {
        return session.first(
                "SELECT document FROM undo WHERE incident = ?", Session.document(UndoDocument::read), incident);
    }

    Optional<Undo> exempting(String control, ResourceRef target, Instant now) throws SQLException {
        return session.first(
                """
                SELECT document FROM undo
                WHERE target = ? AND control = ? AND partition = ? AND account = ? AND region = ? AND type = ?
                    AND exempts = 1 AND until > ?
                ORDER BY until DESC LIMIT 1
                """,
                Session.document(UndoDocument::read),
                target.id(),
                control,
                target.partition(),
                target.account(),
                target.region(),
                target.type(),
                Nanos.of(now));
    }

    List<Undo> exempting(Instant now) throws SQLException {
        return session.list(
                "SELECT document FROM undo WHERE exempts = 1 AND until > ? ORDER BY until",
                Session.document(UndoDocument::read),
                Nanos.of(now));
    }

    private void put(Undo undo) throws SQLException {
        ResourceRef target = undo.target();
        session.update(
                """
                INSERT OR REPLACE INTO undo
                    (incident, control, partition, account, region, type, target, until, exempts, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                undo.incident(),
                undo.control(),
                target.partition(),
                target.account(),
                target.region(),
                target.type(),
                target.id(),
                Nanos.of(undo.until()),
                undo.exempts(Instant.MIN) ? 1 : 0,
                UndoDocument.write(undo));
    }
}
