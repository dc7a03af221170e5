package dev.overseer.sinks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file beside a database in which SQLite writes what is committed, in <a
 * href="https://sqlite.org/fileformat2.html#walformat">this format</a>: each page in a frame, of which the last of a
 * transaction says how large the database is then.
 */
final class WriteAheadLog {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;

    private WriteAheadLog() {}

    /** Returns how many transactions that changed something are in the log. */
    static int commits(Path database) throws IOException {
        Path log = database.resolveSibling(database.getFileName() + "-wal");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log));
        if (!bytes.hasRemaining()) {
            return 0;
        }
        int frame = FRAME_HEADER + bytes.getInt(8);
        int commits = 0;
        for (int at = HEADER; at + frame <= bytes.limit(); at += frame) {
            boolean ofThisLog = bytes.getLong(at + 8) == bytes.getLong(16);
            commits += ofThisLog && bytes.getInt(at + 4) != 0 ? 1 : 0;
        }
        return commits;
    }
}
