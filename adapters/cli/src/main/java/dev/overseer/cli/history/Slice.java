package dev.overseer.cli.history;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.Reading;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/**
 * The part of history that is asked for. Holds for the events themselves; where an archive's keys tell, what cannot hold
 * such an event is not even listed.
 *
 * @param from the earliest {@code eventTime}
 * @param to the first {@code eventTime} that is too late
 * @param accounts empty means all
 * @param regions empty means all
 * @param after the name of the last piece that is done with; what comes before it is, too
 */
public record Slice(
        Optional<Instant> from,
        Optional<Instant> to,
        Set<String> accounts,
        Set<String> regions,
        Optional<String> after) {

    /** Everything there is. */
    public static final Slice ALL = new Slice(Optional.empty(), Optional.empty(), Set.of(), Set.of(), Optional.empty());

    /** Makes a slice. */
    public Slice {
        accounts = Set.copyOf(accounts);
        regions = Set.copyOf(regions);
    }

    /** Returns whether every event is in it. */
    public boolean isWhole() {
        return from.isEmpty() && to.isEmpty() && accounts.isEmpty() && regions.isEmpty();
    }

    /** Returns whether an event is in it. What does not say when or where it was is. */
    public boolean wants(Reading reading) {
        if (isWhole()) {
            return true;
        }
        return switch (reading) {
            case Reading.Routed routed -> wants(routed.event());
            case Reading.Resumed resumed -> resumed.event().map(this::wants).orElse(true);
            case Reading.Ignored(var reason, EventRow row) ->
                wantsAccount(row.account()) && wantsRegion(row.region()) && wantsTime(row.time());
            case Reading.Sweep sweep -> true;
            case Reading.Unreadable unreadable -> true;
        };
    }

    boolean wantsAccount(String account) {
        return accounts.isEmpty() || account.isEmpty() || accounts.contains(account);
    }

    boolean wantsRegion(String region) {
        return regions.isEmpty() || region.isEmpty() || regions.contains(region);
    }

    private boolean wants(CloudTrailEvent event) {
        return wantsAccount(event.account()) && wantsRegion(event.region()) && wantsTime(event.time());
    }

    private boolean wantsTime(Instant time) {
        return from.filter(time::isBefore).isEmpty()
                && to.filter(end -> !time.isBefore(end)).isEmpty();
    }

    private boolean wantsTime(String time) {
        if (from.isEmpty() && to.isEmpty()) {
            return true;
        }
        try {
            return wantsTime(Instant.parse(time));
        } catch (DateTimeParseException unknown) {
            return true;
        }
    }
}
