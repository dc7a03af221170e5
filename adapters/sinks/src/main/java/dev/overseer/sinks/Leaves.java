package dev.overseer.sinks;

import dev.overseer.runtime.document.ReleaseDocument;
import dev.overseer.runtime.ledger.Lift;
import dev.overseer.runtime.ledger.Release;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The leave that people gave. What it writes, it writes within a transaction of the caller's. */
final class Leaves {
    private final Session session;

    Leaves(Session session) {
        this.session = session;
    }

    Release release(Release leave) throws SQLException {
        Optional<Release> earlier = released(leave.predecessor());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        session.update(
                "INSERT INTO release (predecessor, successor, at, document) VALUES (?, ?, ?, ?)",
                leave.predecessor(),
                leave.successor(),
                Nanos.of(leave.at()),
                ReleaseDocument.write(leave));
        return leave;
    }

    Optional<Release> released(String predecessor) throws SQLException {
        return session.first(
                "SELECT document FROM release WHERE predecessor = ?",
                Session.document(ReleaseDocument::read),
                predecessor);
    }

    Optional<Release> releaseOf(String successor) throws SQLException {
        return session.first(
                "SELECT document FROM release WHERE successor = ?", Session.document(ReleaseDocument::read), successor);
    }

    int lift(Lift lift) throws SQLException {
        return session.update(
                "INSERT INTO lift (control, account, person, reason, at) VALUES (?, ?, ?, ?, ?)",
                lift.control(),
                lift.account(),
                lift.by(),
                lift.reason(),
                Nanos.of(lift.at()));
    }

    List<Lift> lifts() throws SQLException {
        return session.list(
                "SELECT control, account, person, reason, at FROM lift ORDER BY number",
                row -> new Lift(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Nanos.at(row.getLong(5))));
    }
}
