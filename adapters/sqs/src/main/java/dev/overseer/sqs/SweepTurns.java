package dev.overseer.sqs;

import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Sweep;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.incident.SweepRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sweeps in turns: each delivery of a request does as much as fits into a few seconds, and is sent on with the place that
 * it has come to. Safe for several threads.
 *
 * @param places in which a request is worked on that does not name its own
 * @param rest waits between two reads
 */
public record SweepTurns(Engine engine, Places places, Rest rest, Clock clock) {
    /** Short, since other messages of a batch wait for it. */
    static final Duration TURN = Duration.ofSeconds(10);

    /** Whoever asks for sweeps asks daily: the next one begins anew. */
    static final Duration LONGEST_SWEEP = Duration.ofDays(1);

    /** After these, there is likely nothing left to be found again. */
    private static final Set<Outcome.Kind> MAY_BE_GONE = EnumSet.of(Outcome.Kind.GONE, Outcome.Kind.REMEDIATED);

    /** Where a host works, asked only if a request leaves it open. */
    public record Places(Supplier<List<String>> accounts, Supplier<List<String>> regions) {}

    /** Waits. */
    public interface Rest {
        /** Returns after a while, of a few seconds at most. */
        void rest(Duration duration) throws InterruptedException;
    }

    /** What a turn ended in. */
    public sealed interface Turn {

        /** The sweep is over. */
        record Done() implements Turn {}

        /** It goes on: send these after a delay. */
        record GoesOn(List<SweepRequest> requests, Duration delay) implements Turn {}

        /** It cannot go on; says why and what to do. */
        record Failed(String reason) implements Turn {}
    }

    /**
     * Takes a sweep one turn forward.
     *
     * @param until when to begin no further look
     * @param look takes an incident one look forward, and sends it on if it has to wait; what it throws ends the turn
     */
    public Turn take(SweepRequest request, Instant until, Function<Incident, Step> look) {
        if (request.startedAt().plus(LONGEST_SWEEP).isBefore(clock.instant())) {
            return new Turn.Failed("it began at %s and is not over yet, so it is given up; the next one begins anew"
                    .formatted(request.startedAt()));
        }
        return request.isOnePlace() ? new OneTurn(request, until, look).take() : inEachPlace(request);
    }

    private Turn inEachPlace(SweepRequest request) {
        List<String> accounts = request.account().map(List::of).orElseGet(places.accounts());
        List<String> regions = request.region().map(List::of).orElseGet(places.regions());
        if (accounts.isEmpty() || regions.isEmpty()) {
            return new Turn.Failed("it names no %s, and this host is not told of any. Add \"%s\" to the message"
                    .formatted(accounts.isEmpty() ? "account" : "region", accounts.isEmpty() ? "account" : "region"));
        }
        List<SweepRequest> wanted = request.inEach(accounts, regions).stream()
                .filter(place -> engine.unwanted(place).isEmpty())
                .toList();
        return wanted.isEmpty() ? new Turn.Done() : new Turn.GoesOn(wanted, Duration.ZERO);
    }

    private final class OneTurn {
        private final SweepRequest request;
        private final Instant until;
        private final Instant end;
        private final Function<Incident, Step> look;
        private Optional<String> reached;
        private Optional<String> last = Optional.empty();
        private boolean hasChanged;

        OneTurn(SweepRequest request, Instant until, Function<Incident, Step> look) {
            this.request = request;
            this.until = until;
            this.end = clock.instant().plus(TURN);
            this.look = look;
            this.reached = request.after();
        }

        Turn take() {
            Sweep sweep = engine.sweep(request);
            while (true) {
                Optional<Turn> over = next(sweep.next());
                if (over.isPresent()) {
                    return over.get();
                }
            }
        }

        private Optional<Turn> next(Sweep.Next next) {
            return switch (next) {
                case Sweep.Next.Found(Incident incident) -> found(incident);
                case Sweep.Next.Pause(Duration delay) -> paused(delay);
                case Sweep.Next.Unanswered(Duration delay, String reason, int retries) ->
                    Optional.of(goesOn(retries, delay));
                case Sweep.Next.Failed(String reason) -> Optional.of(new Turn.Failed(reason));
                case Sweep.Next.End end -> Optional.of(new Turn.Done());
            };
        }

        private Optional<Turn> found(Incident incident) {
            Step step = look.apply(incident);
            last = Optional.of(incident.target().id());
            if (step instanceof Step.Closed closed
                    && MAY_BE_GONE.contains(closed.outcome().kind())) {
                hasChanged |= closed.outcome().kind() == Outcome.Kind.REMEDIATED;
            } else {
                reached = last;
            }
            return isBefore(end) ? Optional.empty() : Optional.of(goesOn(0, Duration.ZERO));
        }

        private Optional<Turn> paused(Duration delay) {
            Instant after = clock.instant().plus(delay);
            if (last.isPresent() && !after.isBefore(end)) {
                return Optional.of(goesOn(0, delay));
            }
            if (!after.isBefore(until)) {
                return Optional.of(new Turn.Failed(
                        "there is not enough time to come to what is behind \"%s\". Run `overseer scan` in its place"
                                .formatted(request.after().orElse(""))));
            }
            try {
                rest.rest(delay);
                return Optional.empty();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return Optional.of(goesOn(0, delay));
            }
        }

        private boolean isBefore(Instant time) {
            Instant now = clock.instant();
            return now.isBefore(time) && now.isBefore(until);
        }

        /** Goes on behind what is likely to be there still; but never where it came from, with nothing changed. */
        private Turn goesOn(int retries, Duration delay) {
            boolean stands = last.isPresent() && !hasChanged && reached.equals(request.after());
            return new Turn.GoesOn(List.of(request.goingOn(stands ? last : reached, retries)), delay);
        }
    }
}
