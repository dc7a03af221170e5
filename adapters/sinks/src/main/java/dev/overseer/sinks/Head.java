package dev.overseer.sinks;

import dev.overseer.runtime.ledger.Closing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The item that everything written about an incident changes, so that two who write at once notice each other.
 *
 * @param version how often it was written; 0 while there is none
 * @param writes how many writes are in the journal
 * @param writesKept until when the last of them is there for certain, in seconds since 1970
 * @param looks how many transitions were kept
 * @param told what was told when it was closed
 * @param end when it came to its outcome, if it is over
 * @param counted where that end is counted, if it is
 */
record Head(
        long version,
        int writes,
        long writesKept,
        int looks,
        Optional<Closing> told,
        Optional<End> end,
        Optional<String> counted) {
    static final Head NONE = new Head(0, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());

    private static final String WRITES = "writes";
    private static final String WRITES_KEPT = "writesKept";
    private static final String LOOKS = "looks";
    private static final String TOLD_WRITES = "toldWrites";
    private static final String TOLD_PLANNED = "toldPlanned";
    private static final String ENDED = "ended";
    private static final String FAILED = "failed";
    private static final String COUNTED = "counted";

    /** When an incident came to its outcome. */
    record End(String at, boolean failed) {}

    static Head read(Item item) {
        return new Head(
                item.version(),
                (int) item.number(WRITES),
                item.number(WRITES_KEPT),
                (int) item.number(LOOKS),
                item.has(TOLD_WRITES)
                        ? Optional.of(new Closing(item.number(TOLD_WRITES), item.flag(TOLD_PLANNED)))
                        : Optional.empty(),
                item.has(ENDED) ? Optional.of(new End(item.text(ENDED), item.flag(FAILED))) : Optional.empty(),
                item.has(COUNTED) ? Optional.of(item.text(COUNTED)) : Optional.empty());
    }

    /** Returns the item without its version. */
    Item item(Key key, Instant at, Duration retain) {
        Item item = Item.at(key)
                .with(WRITES, writes)
                .with(WRITES_KEPT, writesKept)
                .with(LOOKS, looks)
                .kept(at, retain);
        if (told.isPresent()) {
            item = item.with(TOLD_WRITES, told.get().writes())
                    .with(TOLD_PLANNED, told.get().onlyPlanned());
        }
        if (end.isPresent()) {
            item = item.with(ENDED, end.get().at()).with(FAILED, end.get().failed());
        }
        return counted.isPresent() ? item.with(COUNTED, counted.get()) : item;
    }

    /** Returns the head after another write. */
    Head written(int number, Instant at, Duration retain) {
        return new Head(version, number, Item.expiry(at, retain), looks, told, end, counted);
    }

    /** Returns the head after another look. */
    Head looked(Optional<Closing> nowTold, Optional<End> nowEnd) {
        return new Head(version, writes, writesKept, looks + 1, nowTold, nowEnd, counted);
    }

    Head counted(Optional<String> where) {
        return new Head(version, writes, writesKept, looks, told, end, where);
    }
}
