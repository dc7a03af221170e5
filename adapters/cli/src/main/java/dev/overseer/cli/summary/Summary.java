package dev.overseer.cli.summary;

import dev.overseer.cli.history.SeenSet;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up what controls would have done. What was seen before, of the last million each that were judged and ignored,
 * counts once. For one thread.
 */
public final class Summary {
    private static final int MOST_UNREADABLE = 100;
    private static final int LENGTH_OF_DAY = "2026-01-31".length();
    private static final int LENGTH_OF_MONTH = "2026-01".length();

    private final SeenSet judged = new SeenSet();
    private final SeenSet ignored = new SeenSet();
    private final Counts all = new Counts();
    private final Breakdown controls = new Breakdown();
    private final Breakdown checks = new Breakdown();
    private final Breakdown accounts = new Breakdown();
    private final Breakdown regions = new Breakdown();
    private final Breakdown days = new Breakdown();
    private final Breakdown principals = new Breakdown();
    private final Map<IgnoredReason, Long> reasons = new EnumMap<>(IgnoredReason.class);
    private final List<Reading.Unreadable> firstUnreadable = new ArrayList<>();
    private long unreadable;
    private long seenAgain;
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();

    /** Adds a sighting. */
    public void add(Sighting sighting) {
        switch (sighting) {
            case Sighting.Judged found -> addJudged(found);
            case Sighting.Ignored passed -> addIgnored(passed);
            case Sighting.Unreadable(Reading.Unreadable reading) -> {
                unreadable++;
                if (firstUnreadable.size() < MOST_UNREADABLE) {
                    firstUnreadable.add(reading);
                }
            }
        }
    }

    /** Returns whether there was something that could not be read, or a control that could not be asked. */
    public boolean incomplete() {
        return unreadable > 0 || reasons.containsKey(IgnoredReason.QUARANTINED);
    }

    /** Returns whether a resource fails. */
    public boolean anyFails() {
        return all.fails() > 0;
    }

    private void addJudged(Sighting.Judged found) {
        if (!judged.add(found.id())) {
            seenAgain++;
            return;
        }
        all.add(found.verdict());
        controls.add(found.control(), found.verdict());
        found.checks().forEach(check -> checks.add(found.control() + " " + check, found.verdict()));
        accounts.add(found.account(), found.verdict());
        regions.add(found.region(), found.verdict());
        days.add(found.time().toString().substring(0, LENGTH_OF_DAY), found.verdict());
        principals.add(found.principal(), found.verdict());
        first = first.filter(earlier -> !found.time().isBefore(earlier)).or(() -> Optional.of(found.time()));
        last = last.filter(later -> !found.time().isAfter(later)).or(() -> Optional.of(found.time()));
    }

    private void addIgnored(Sighting.Ignored passed) {
        if (ignored.add(passed.id())) {
            reasons.merge(passed.reason(), 1L, Long::sum);
        } else {
            seenAgain++;
        }
    }

    Counts all() {
        return all;
    }

    Breakdown controls() {
        return controls;
    }

    /** By the control's name and the check's id, with a space between them. */
    Breakdown checks() {
        return checks;
    }

    Breakdown accounts() {
        return accounts;
    }

    Breakdown regions() {
        return regions;
    }

    Breakdown days() {
        return days;
    }

    /** Returns the days, or the months where there would be more days than somebody wants to look at. */
    Breakdown daysOrMonths(int mostDays) {
        return days.size() <= mostDays ? days : days.grouped(day -> day.substring(0, LENGTH_OF_MONTH));
    }

    Breakdown principals() {
        return principals;
    }

    Map<IgnoredReason, Long> ignored() {
        return reasons;
    }

    long ignoredInAll() {
        return reasons.values().stream().mapToLong(Long::longValue).sum();
    }

    long unreadable() {
        return unreadable;
    }

    /** Returns the first of what could not be read. */
    List<Reading.Unreadable> firstUnreadable() {
        return firstUnreadable;
    }

    long seenAgain() {
        return seenAgain;
    }

    /** Returns when the first judged event happened. */
    Optional<Instant> first() {
        return first;
    }

    /** Returns when the last judged event happened. */
    Optional<Instant> last() {
        return last;
    }
}
