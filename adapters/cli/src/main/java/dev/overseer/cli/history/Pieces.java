package dev.overseer.cli.history;

/** Finds pieces of input, in the order in which they are to be read. */
@FunctionalInterface
public interface Pieces {

    /** Tells of all of them. Ends early, with that exception, where the sink is interrupted. */
    void find(Sink to) throws InterruptedException;

    /** Takes pieces, and blocks while it has too many of them. */
    @FunctionalInterface
    interface Sink {
        void accept(Piece piece) throws InterruptedException;
    }
}
