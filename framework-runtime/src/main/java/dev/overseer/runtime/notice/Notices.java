package dev.overseer.runtime.notice;

import dev.overseer.runtime.ledger.Ledger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tells destinations what they asked for. Safe for several threads.
 *
 * <p>Each destination is sent ten notices a minute singly; what comes beyond is one digest at the end of that minute. What a
 * destination does not take is tried again a few times, then given up and kept in the ledger; nothing of that reaches whoever
 * told it. Nothing is kept of what is still to be sent: it is lost with the process, unless that flushes before.
 */
public final class Notices implements Announcer, AutoCloseable {
    private final List<Told> all;
    private final Clock clock;

    /**
     * @param settings who hears of what; several items may name the same destination, which is told once
     * @param opening connects to a destination, when there is something to send; throws {@link UndeliveredException} if it
     *     cannot
     * @param ledger keeps what did not reach a destination
     */
    public Notices(
            List<NotifySettings> settings,
            Function<Destination, Notifier> opening,
            Ledger ledger,
            Clock clock,
            Delays delays) {
        this.clock = clock;
        Map<Destination, Delivery> deliveries = new LinkedHashMap<>();
        settings.forEach(one -> deliveries.computeIfAbsent(
                one.destination(), destination -> new Delivery(destination, opening, ledger, clock, delays)));
        this.all = deliveries.entrySet().stream()
                .map(entry -> new Told(filters(settings, entry.getKey()), entry.getValue()))
                .toList();
    }

    /** One destination, and all that is asked for it. */
    private record Told(List<NotifySettings> filters, Delivery delivery) {
        boolean wants(Notice notice) {
            return filters.stream().anyMatch(filter -> filter.wants(notice));
        }
    }

    private static List<NotifySettings> filters(List<NotifySettings> settings, Destination destination) {
        return settings.stream()
                .filter(one -> one.destination().equals(destination))
                .toList();
    }

    @Override
    public void tell(Notice notice) {
        for (Told told : all) {
            if (told.wants(notice)) {
                told.delivery().tell(notice);
            }
        }
    }

    /**
     * Sends only digests from now on, one in 15 minutes to each destination and one at the end: for a host that catches up
     * with much at once, which nobody wants to read one by one.
     */
    public void catchUp() {
        all.forEach(told -> told.delivery().catchUp());
    }

    /**
     * Sends all there is, on the thread of the caller, and gives up what cannot be sent. Harmless when repeated.
     *
     * @param patience the most that it may take, but for a call that is under way then
     */
    public void flush(Duration patience) {
        Instant until = clock.instant().plus(patience);
        for (int index = 0; index < all.size(); index++) {
            // One that is slow must not take the time of the others.
            Instant now = clock.instant();
            Duration left = Duration.between(now, until);
            Duration share = left.isNegative() ? Duration.ZERO : left.dividedBy(all.size() - index);
            all.get(index).delivery().flush(now.plus(share));
        }
    }

    /** Lets go of the destinations; what has not been {@linkplain #flush flushed} is lost. */
    @Override
    public void close() {
        all.forEach(told -> told.delivery().close());
    }
}
