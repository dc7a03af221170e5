package dev.overseer.sinks;

import dev.overseer.runtime.ledger.LedgerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What a file has to be before a ledger can be kept in it. */
final class LedgerSchema {
    /** What this release writes, and the latest that it reads. */
    static final int VERSION = 3;

    /** What makes version 1, and what makes each version of the one before. */
    private static final List<String> SCRIPTS = List.of("ledger.sql", "ledger-2.sql", "ledger-3.sql");

    /** Tells a ledger from other SQLite databases: {@code OVSR}. */
    private static final int APPLICATION = 0x4f565352;

    private static final String WAL = "wal";
    private static final int MOST_ATTEMPTS = 50;

    /** SQLITE_BUSY, and the part of an extended code that says so. */
    private static final int BUSY = 5;

    private static final int PRIMARY_CODE = 0xff;

    private final Path path;
    private final Session session;

    LedgerSchema(Path path, Session session) {
        this.path = path;
        this.session = session;
    }

    /**
     * Sets the connection up, and makes the tables in a file that is still empty. A file of something else is left as it is.
     *
     * @param patience how long to wait for other processes
     * @throws LedgerException if the file is not a ledger, or one of a later release
     */
    void prepare(Duration patience) throws SQLException {
        session.execute("PRAGMA busy_timeout = " + patience.toMillis());
        session.execute("PRAGMA foreign_keys = ON");
        session.execute("PRAGMA temp_store = MEMORY");
        // A write is sent to AWS only once its journal entry would outlast a power cut. NORMAL would let a cut undo the
        // last transactions; macOS needs more than an fsync for that.
        session.execute("PRAGMA synchronous = FULL");
        session.execute("PRAGMA fullfsync = ON");
        if (version() < VERSION) {
            make();
        }
        logAhead();
    }

    private int version() throws SQLException {
        int version = (int) session.number("PRAGMA user_version");
        if (version > 0 && session.number("PRAGMA application_id") != APPLICATION) {
            throw foreign();
        }
        if (version > VERSION) {
            throw new LedgerException(
                    "the ledger %s has schema %d, of a newer release of Overseer; this one reads schema %d. Use that release, or another path"
                            .formatted(path, version, VERSION));
        }
        return version;
    }

    private void requireNothingElse() throws SQLException {
        if (session.number("SELECT count(*) FROM sqlite_schema") > 0) {
            throw foreign();
        }
    }

    private LedgerException foreign() {
        return new LedgerException(
                "the ledger %s is a SQLite database of something else. Choose another path; this file was left as it is"
                        .formatted(path));
    }

    /** Of processes that open a ledger at the same time, the first makes the tables that are missing; the others find them. */
    private void make() throws SQLException {
        session.execute("BEGIN IMMEDIATE");
        try {
            int version = version();
            if (version == 0) {
                requireNothingElse();
                session.execute("PRAGMA application_id = " + APPLICATION);
            }
            for (String missing : SCRIPTS.subList(version, VERSION)) {
                session.execute(script(missing));
            }
            session.execute("COMMIT");
        } catch (LedgerException foreign) {
            session.execute("ROLLBACK");
            throw foreign;
        }
    }

    /** Readers and a writer do not wait for one another then. */
    private void logAhead() throws SQLException {
        String mode = "none";
        for (int attempt = 1; !mode.equals(WAL) && attempt <= MOST_ATTEMPTS; attempt++) {
            mode = attemptToLogAhead(attempt == MOST_ATTEMPTS);
        }
        if (!mode.equals(WAL)) {
            throw new LedgerException(
                    "the ledger %s is on a file system without shared memory, such as a network share: its journal mode stays %s. Choose a path on a local disk"
                            .formatted(path, mode));
        }
    }

    /** Only one process can switch, and SQLite does not have the others wait for it, which a transaction does. */
    private String attemptToLogAhead(boolean last) throws SQLException {
        try {
            return session.first("PRAGMA journal_mode = WAL", row -> row.getString(1))
                    .orElse("none");
        } catch (SQLException busy) {
            if (last || (busy.getErrorCode() & PRIMARY_CODE) != BUSY) {
                throw busy;
            }
            session.execute("BEGIN IMMEDIATE");
            session.execute("COMMIT");
            return "none";
        }
    }

    private static String script(String name) {
        try (InputStream in = LedgerSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalStateException(name + " cannot be read from this jar", broken);
        }
    }
}
