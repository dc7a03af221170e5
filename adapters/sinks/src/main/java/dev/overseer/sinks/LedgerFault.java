package dev.overseer.sinks;

import dev.overseer.runtime.ledger.LedgerException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** Says what a failure of SQLite means, and what to do about it. */
final class LedgerFault {
    /** From <a href="https://sqlite.org/rescode.html">SQLite's result codes</a>. */
    private static final int PERM = 3;

    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int AUTH = 23;
    private static final int NOTADB = 26;

    private final Path path;
    private final Duration patience;

    LedgerFault(Path path, Duration patience) {
        this.path = path;
        this.patience = patience;
    }

    /** Returns the exception that says what happened. */
    LedgerException of(SQLException thrown) {
        return new LedgerException("the ledger %s %s".formatted(path, meaning(thrown)), thrown);
    }

    private String meaning(SQLException thrown) {
        if (thrown instanceof UnreadableDocumentException unreadable) {
            return "holds a document that cannot be read: " + unreadable.getMessage();
        }
        return switch (thrown.getErrorCode()) {
            case BUSY, LOCKED ->
                "was locked by another process for more than %d ms. Find it with `fuser %s` and let it end, or let fewer processes share the ledger"
                        .formatted(patience.toMillis(), path);
            case FULL ->
                "cannot grow: its disk or quota is full. Make room on the disk of %s".formatted(path.getParent());
            case CORRUPT ->
                "is damaged. Stop every process that uses it, keep a copy, and run `sqlite3 %s '.recover' | sqlite3 recovered.db`, or restore a backup"
                        .formatted(path);
            case NOTADB -> "is not a SQLite database. Choose another path; this file was left as it is";
            case READONLY ->
                "cannot be written to: its file system is read-only, or its directory is. Make it writable, or choose another path";
            case CANTOPEN, PERM, AUTH ->
                "cannot be opened: this process may not open or make it or the files beside it. Let it, or choose another path";
            case IOERR ->
                "cannot be read or written: its disk failed, or is a network file system without locks. Check the disk, or choose a path on a local one: %s"
                        .formatted(thrown.getMessage());
            default ->
                "failed: %s. `sqlite3 %s 'PRAGMA integrity_check'` tells whether it is sound"
                        .formatted(thrown.getMessage(), path);
        };
    }
}
