package dev.overseer.sinks;

import dev.overseer.runtime.ledger.LedgerException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * One connection to a SQLite file, made when it is first needed and shared by all threads, one at a time. Other processes
 * may use the same file meanwhile: transactions that write begin as such, so that they wait for one another and never
 * fail half-way.
 */
final class Database implements AutoCloseable {
    private final LedgerFile file;
    private final LedgerFault fault;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Session session;
    private boolean closed;

    /** Takes how long to wait for other processes. Touches nothing yet. */
    Database(Path path, Duration patience) {
        this.file = new LedgerFile(path);
        this.fault = new LedgerFault(file.path(), patience);
        this.patience = patience;
    }

    /** What is done with the connection. */
    interface Work<T> {
        T on(Session session) throws SQLException;
    }

    Path path() {
        return file.path();
    }

    /** Runs what changes nothing, or everything in one statement. */
    <T> T read(Work<T> work) {
        lock.lock();
        try {
            return work.on(session());
        } catch (SQLException thrown) {
            throw fault.of(thrown);
        } finally {
            lock.unlock();
        }
    }

    /** Runs a transaction: when this returns, what it wrote has reached the disk. Where this throws, nothing is written. */
    <T> T write(Work<T> work) {
        return read(open -> {
            open.execute("BEGIN IMMEDIATE");
            try {
                T result = work.on(open);
                open.execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error failed) {
                rollBack(open, failed);
                throw failed;
            }
        });
    }

    /** Lets go of the file; the last that does takes the journal beside it into it. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (session != null) {
                session.close();
                session = null;
            }
        } catch (SQLException thrown) {
            throw fault.of(thrown);
        } finally {
            lock.unlock();
        }
    }

    private Session session() throws SQLException {
        if (closed) {
            throw new LedgerException("the ledger %s is closed".formatted(path()));
        }
        if (session == null) {
            session = connected();
        }
        return session;
    }

    private Session connected() throws SQLException {
        file.make();
        Session fresh = new Session(connection());
        boolean ready = false;
        try {
            new LedgerSchema(path(), fresh).prepare(patience);
            ready = true;
            return fresh;
        } finally {
            if (!ready) {
                fresh.close();
            }
        }
    }

    private Connection connection() throws SQLException {
        try {
            // As a URI, so that a question mark in the path stays one.
            return JDBC.createConnection(JDBC.PREFIX + path().toUri(), new Properties());
        } catch (LinkageError missing) {
            throw new LedgerException(
                    "the ledger %s needs SQLite's driver, which cannot be loaded: %s. Add org.xerial:sqlite-jdbc to the class path, let java.io.tmpdir be a directory from which libraries may be loaded, or choose another ledger"
                            .formatted(path(), missing),
                    missing);
        }
    }

    /** After some errors SQLite has rolled back already, and refuses; a new connection is in no transaction for certain. */
    private void rollBack(Session open, Throwable failed) throws SQLException {
        try {
            open.execute("ROLLBACK");
        } catch (SQLException refused) {
            failed.addSuppressed(refused);
            session = null;
            open.close();
        }
    }
}
