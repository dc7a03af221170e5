package dev.overseer.cli;

import java.util.Locale;

/** How incidents of the ledger are listed. */
enum EntryFormat {
    TEXT,
    JSON,
    CSV;

    /** Returns the name as it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
