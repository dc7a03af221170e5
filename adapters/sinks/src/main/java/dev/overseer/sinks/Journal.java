package dev.overseer.sinks;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.document.WriteDocument;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.Tally;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.runtime.ledger.WriteResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The writes of incidents, and what limits count of them. Works within a transaction of the caller's. */
final class Journal {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Session session;

    Journal(Session session) {
        this.session = session;
    }

    Claim claim(WriteIntent intent) throws SQLException {
        List<JournaledWrite> before = writes(intent.incident());
        List<JournaledWrite> same =
                before.stream().filter(write -> write.isSame(intent)).toList();
        for (JournaledWrite write : same) {
            Optional<Claim> objection = write.objection(intent.at());
            if (objection.isPresent()) {
                return objection.get();
            }
        }
        if (before.isEmpty()) {
            Optional<Claim.Held> reached = tally(intent).reached(intent.stake(), intent.at());
            if (reached.isPresent()) {
                return reached.get();
            }
            begin(intent);
        }
        return granted(intent, same.size() + 1);
    }

    void settle(Claim.Granted write, WriteResult result) throws SQLException {
        WriteIntent intent = write.intent();
        int changed = session.update(
                "UPDATE write SET result = ?, document = ? WHERE incident = ? AND action = ? AND request = ? AND attempt = ?",
                name(result),
                WriteDocument.write(new JournaledWrite(intent, write.attempt(), Optional.of(result))),
                intent.incident(),
                intent.action(),
                intent.request(),
                write.attempt());
        if (changed == 0) {
            throw new IllegalStateException("the write was never granted: " + intent);
        }
    }

    List<JournaledWrite> writes(String incident) throws SQLException {
        return session.list(
                "SELECT document FROM write WHERE incident = ? ORDER BY number",
                Session.document(WriteDocument::read),
                incident);
    }

    private Claim.Granted granted(WriteIntent intent, int attempt) throws SQLException {
        session.update(
                "INSERT INTO write (incident, action, request, attempt, at, document) VALUES (?, ?, ?, ?, ?, ?)",
                intent.incident(),
                intent.action(),
                intent.request(),
                attempt,
                Nanos.of(intent.at()),
                WriteDocument.write(new JournaledWrite(intent, attempt, Optional.empty())));
        return new Claim.Granted(intent, attempt);
    }

    /** An incident may have come to an outcome before it writes for the first time: the same event was delivered again. */
    private void begin(WriteIntent intent) throws SQLException {
        ResourceRef target = intent.stake().target();
        session.update(
                """
                INSERT INTO enforcement (incident, at, control, partition, account, region, type, target, ended, failed)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
                    (SELECT at FROM incident WHERE id = ?1 AND state <> 'OPEN'),
                    (SELECT state = 'FAILED' FROM incident WHERE id = ?1 AND state <> 'OPEN'))
                """,
                intent.incident(),
                Nanos.of(intent.at()),
                intent.stake().control(),
                target.partition(),
                target.account(),
                target.region(),
                target.type(),
                target.id());
    }

    private Tally tally(WriteIntent intent) throws SQLException {
        Stake stake = intent.stake();
        String account = stake.target().account();
        boolean released = session.number(
                        "SELECT EXISTS (SELECT 1 FROM lift WHERE control = ? AND account = ?)",
                        stake.control(),
                        account)
                > 0;
        return new Tally(
                lastHour(intent),
                released ? 0 : everInAccount(stake, account),
                released,
                failuresInARow(stake.control()),
                repairs(intent));
    }

    private List<Tally.Start> lastHour(WriteIntent intent) throws SQLException {
        return session.list(
                "SELECT control, account, at FROM enforcement WHERE at > ?",
                row -> new Tally.Start(row.getString(1), row.getString(2), Nanos.at(row.getLong(3))),
                Nanos.of(intent.at().minus(HOUR)));
    }

    private int everInAccount(Stake stake, String account) throws SQLException {
        return (int) session.number(
                "SELECT count(*) FROM (SELECT 1 FROM enforcement WHERE control = ? AND account = ? LIMIT ?)",
                stake.control(),
                account,
                stake.limits().firstEnforcement());
    }

    private int failuresInARow(String control) throws SQLException {
        long lifted =
                session.number("SELECT coalesce(max(at), ?) FROM lift WHERE control = ?", Long.MIN_VALUE, control);
        long succeeded = session.number("""
                SELECT coalesce(
                    (SELECT ended FROM enforcement WHERE control = ? AND ended > ? AND failed = 0 ORDER BY ended DESC LIMIT 1),
                    ?)
                """, control, lifted, lifted);
        return (int)
                session.number("SELECT count(*) FROM enforcement WHERE control = ? AND ended > ?", control, succeeded);
    }

    private int repairs(WriteIntent intent) throws SQLException {
        ResourceRef target = intent.stake().target();
        return (int) session.number(
                """
                SELECT count(*) FROM enforcement AS e
                WHERE target = ? AND control = ? AND partition = ? AND account = ? AND region = ? AND type = ?
                    AND EXISTS (SELECT 1 FROM write AS w
                        WHERE w.incident = e.incident AND w.at > ? AND w.result IS NOT 'REFUSED')
                """,
                target.id(),
                intent.stake().control(),
                target.partition(),
                target.account(),
                target.region(),
                target.type(),
                Nanos.of(intent.at().minus(intent.stake().limits().flapping().window())));
    }

    private static String name(WriteResult result) {
        return switch (result) {
            case WriteResult.Answered answered -> "ANSWERED";
            case WriteResult.Refused refused -> "REFUSED";
            case WriteResult.Unknown unknown -> "UNKNOWN";
        };
    }
}
