package dev.overseer.sinks;

import dev.overseer.runtime.ledger.Undelivered;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Notices that did not reach a destination. What it writes, it writes within a transaction of the caller's. */
final class Undeliveries {
    private static final String SELECT = "SELECT destination, count, first, last, problem, over FROM undelivered ";

    private final Session session;

    Undeliveries(Session session) {
        this.session = session;
    }

    int add(Undelivered more) throws SQLException {
        return put(of(more.destination()).map(kept -> kept.and(more)).orElse(more));
    }

    int end(String destination, Instant at) throws SQLException {
        Optional<Undelivered> over =
                of(destination).filter(kept -> kept.endsAt(at)).map(kept -> kept.over(at));
        return over.isPresent() ? put(over.get()) : 0;
    }

    Optional<Undelivered> of(String destination) throws SQLException {
        return session.first(SELECT + "WHERE destination = ?", Undeliveries::undelivered, destination);
    }

    List<Undelivered> all() throws SQLException {
        return session.list(SELECT + "ORDER BY destination", Undeliveries::undelivered);
    }

    private int put(Undelivered undelivered) throws SQLException {
        return session.update(
                """
                INSERT OR REPLACE INTO undelivered (destination, count, first, last, problem, over)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                undelivered.destination(),
                undelivered.count(),
                Nanos.of(undelivered.first()),
                Nanos.of(undelivered.last()),
                undelivered.problem(),
                undelivered.over().map(Nanos::of).orElse(null));
    }

    private static Undelivered undelivered(ResultSet row) throws SQLException {
        return new Undelivered(
                row.getString(1),
                row.getLong(2),
                Nanos.at(row.getLong(3)),
                Nanos.at(row.getLong(4)),
                row.getString(5),
                over(row));
    }

    private static Optional<Instant> over(ResultSet row) throws SQLException {
        long nanos = row.getLong(6);
        return row.wasNull() ? Optional.empty() : Optional.of(Nanos.at(nanos));
    }
}
