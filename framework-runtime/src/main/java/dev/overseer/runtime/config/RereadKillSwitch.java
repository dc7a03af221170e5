package dev.overseer.runtime.config;

import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.KillSwitch;
import dev.overseer.runtime.decision.Stop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A kill switch that is read again from time to time. One thread reads, and others wait for what it reads. */
final class RereadKillSwitch implements KillSwitch {
    /** An answer may be 60 s old when a write begins; the rest is for reading it, and for the write to begin. */
    static final Duration KEPT = Duration.ofSeconds(30);

    static final Duration KEPT_AFTER_FAILURE = Duration.ofSeconds(1);

    private static final String NOBODY = "nobody: it cannot be read";

    private final Supplier<List<Stop>> stops;
    private final Clock clock;
    private Optional<Answer> latest = Optional.empty();

    /**
     * @param stops reads them; throws {@link UnreadableSwitchException}, or whatever else keeps them from being read
     */
    RereadKillSwitch(Supplier<List<Stop>> stops, Clock clock) {
        this.stops = stops;
        this.clock = clock;
    }

    /**
     * What was read.
     *
     * @param asked before it was
     */
    private record Answer(List<Stop> stops, Instant asked, Duration kept) {

        /** Returns whether it still counts; not if the clock was set back, since its age cannot be told then. */
        boolean counts(Instant now) {
            return !now.isBefore(asked) && now.isBefore(asked.plus(kept));
        }
    }

    @Override
    public Optional<Stop> thrown(String control, ResourceRef target) {
        return current().stops().stream()
                .filter(stop -> stop.covers(control, target.account(), target.region()))
                .findFirst();
    }

    private synchronized Answer current() {
        Instant now = clock.instant();
        Answer answer = latest.filter(known -> known.counts(now)).orElseGet(() -> read(now));
        latest = Optional.of(answer);
        return answer;
    }

    private Answer read(Instant now) {
        try {
            return new Answer(stops.get(), now, KEPT);
        } catch (RuntimeException unreadable) {
            // Also what nobody foresaw: it says nothing of the control, and does not let it write
            Stop everything = new Stop(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    NOBODY,
                    String.valueOf(unreadable.getMessage()));
            return new Answer(List.of(everything), now, KEPT_AFTER_FAILURE);
        }
    }
}
