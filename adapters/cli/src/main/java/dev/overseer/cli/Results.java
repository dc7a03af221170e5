package dev.overseer.cli;

/** How results are written to stdout. Not safe for several threads: {@link Report} sees to that. */
sealed interface Results permits TextResults, JsonResults {

    /** Writes a result, or keeps it for a while. */
    void add(Result result);

    /** Writes what was kept, and what there is to say in the end. */
    void finish(long events);
}
