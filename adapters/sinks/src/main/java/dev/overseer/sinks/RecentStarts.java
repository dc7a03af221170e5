package dev.overseer.sinks;

import dev.overseer.runtime.ledger.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * When incidents wrote for the first time, of all controls, within the last hour. In one item: whoever is granted a write
 * changes it, so that no two count the same.
 */
record RecentStarts(long version, List<Tally.Start> starts) {
    static final RecentStarts NONE = new RecentStarts(0, List.of());

    /** What surely fits into an item. An hourly limit above it is none. */
    static final int MOST = 20_000;

    /** Ten minutes are for hosts whose clocks differ. */
    private static final Duration KEPT = Duration.ofMinutes(70);

    static RecentStarts read(Item item) {
        List<Tally.Start> starts = Rows.of(Packed.document(item)).stream()
                .map(row -> new Tally.Start(row.get(1), row.get(2), Instant.parse(row.get(0))))
                .toList();
        return new RecentStarts(item.version(), starts);
    }

    /** Returns these and another, without those that no longer count. */
    RecentStarts and(Tally.Start another) {
        Instant since = another.at().minus(KEPT);
        return new RecentStarts(
                version,
                Stream.concat(starts.stream(), Stream.of(another))
                        .filter(start -> start.at().isAfter(since))
                        .sorted(Comparator.comparing(Tally.Start::at).reversed())
                        .limit(MOST)
                        .toList());
    }

    /** Returns the item without its version. */
    Item item() {
        return Packed.with(
                Item.at(Key.HOUR),
                Rows.document(starts.stream()
                        .map(start -> List.of(start.at().toString(), start.control(), start.account()))
                        .toList()));
    }
}
