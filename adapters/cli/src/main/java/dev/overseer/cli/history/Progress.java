package dev.overseer.cli.history;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How far a reading has come. Safe for several threads. */
public final class Progress {
    private final AtomicLong piecesFound = new AtomicLong();
    private final AtomicLong bytesFound = new AtomicLong();
    private final AtomicLong piecesDone = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private volatile Optional<String> lastDone = Optional.empty();
    private volatile boolean allFound;

    /**
     * How far it has come at one moment.
     *
     * @param allFound whether nothing more will be found
     * @param lastDone the name of the last piece that is done with, like all before it
     */
    public record Snapshot(
            long piecesFound,
            long bytesFound,
            long piecesDone,
            long bytesRead,
            boolean allFound,
            Optional<String> lastDone) {}

    /** Returns how far it has come. */
    public Snapshot snapshot() {
        return new Snapshot(piecesFound.get(), bytesFound.get(), piecesDone.get(), bytesRead.get(), allFound, lastDone);
    }

    void found(Piece piece) {
        piecesFound.incrementAndGet();
        bytesFound.addAndGet(piece.bytes());
    }

    void allFound() {
        allFound = true;
    }

    void read(long bytes) {
        bytesRead.addAndGet(bytes);
    }

    void done(Piece piece) {
        piecesDone.incrementAndGet();
        lastDone = Optional.of(piece.name());
    }
}
