package dev.overseer.runtime.engine;

import dev.overseer.api.ResourceRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds sweeps to two reads a second for each account, region and service, with up to four at once: others read there too,
 * and share a quota with us. Only tells how long to wait; the host does. Safe for several threads.
 */
final class ReadPace {
    static final Duration APART = Duration.ofMillis(500);

    private static final Duration AT_ONCE = APART.multipliedBy(3);

    private final Clock clock;

    /** When what was read so far would have been read, if it had been read evenly. */
    private final Map<Place, Instant> evenly = new HashMap<>();

    ReadPace(Clock clock) {
        this.clock = clock;
    }

    private record Place(String account, String region, String service) {
        static Place of(ResourceRef target, String action) {
            return new Place(target.account(), target.region(), action.substring(0, action.indexOf(':')));
        }
    }

    /** Counts a call of an action, by its IAM name. */
    synchronized void count(ResourceRef target, String action) {
        Place place = Place.of(target, action);
        evenly.put(
                place,
                later(evenly.getOrDefault(place, Instant.MIN), clock.instant()).plus(APART));
    }

    /** Returns how long to wait before these actions are called again; zero if they may be called now. */
    synchronized Duration untilFree(ResourceRef target, List<String> actions) {
        Instant now = clock.instant();
        Instant free = actions.stream()
                .map(action -> evenly.getOrDefault(Place.of(target, action), Instant.MIN))
                .reduce(now, ReadPace::later);
        Duration ahead = Duration.between(now, free).minus(AT_ONCE);
        return ahead.isNegative() ? Duration.ZERO : ahead;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
