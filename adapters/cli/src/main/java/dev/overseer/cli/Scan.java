package dev.overseer.cli;

import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Sweep;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.incident.SweepRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Goes through places one after the other, and remembers where it is. One thread {@linkplain #feed feeds}; the other methods
 * are for any thread.
 */
final class Scan {
    /** More than are looked at at once. */
    private static final int REMEMBERED = 64;

    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

    private final Engine engine;
    private final List<SweepRequest> requests;
    private final LiveLine live;
    private final Clock clock;
    private final Instant began;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong found = new AtomicLong();
    private final AtomicLong judged = new AtomicLong();

    /** What was found last, in order. */
    private final Deque<Found> latest = new ArrayDeque<>();

    private int current;
    private Instant told;
    private boolean over;

    Scan(Engine engine, List<SweepRequest> requests, LiveLine live, Clock clock) {
        this.engine = engine;
        this.requests = requests;
        this.live = live;
        this.clock = clock;
        this.began = clock.instant();
        this.told = began;
    }

    /**
     * @param request the number of the place
     * @param before the resource before it, if there was one
     */
    private record Found(int request, Optional<String> before, Incident incident) {}

    /**
     * Hands over everything that is found, at the pace of the sweep, until there is nothing more or somebody stops it.
     *
     * @param incidents may block
     * @param failures hears of places that cannot be swept, or not to their ends
     */
    void feed(Consumer<Incident> incidents, Consumer<Result> failures) {
        for (int i = 0; i < requests.size() && !isStopping(); i++) {
            begin(i);
            Sweep sweep = engine.sweep(requests.get(i));
            boolean done = false;
            while (!done && !isStopping()) {
                done = handOver(sweep.next(), i, incidents, failures);
            }
        }
        end();
    }

    /** Takes an incident one look forward. */
    Step look(Incident incident) {
        Step step = engine.advance(incident);
        if (incident.looks() == 0) {
            judged.incrementAndGet();
        }
        return step;
    }

    /** Has {@link #feed} end soon. */
    void stop() {
        stopping.countDown();
    }

    /** Returns how far it is, for people. */
    synchronized String progress() {
        double seconds = Math.max(1, Duration.between(began, clock.instant()).toSeconds());
        return "%s: %d found, %d judged, %s/s"
                .formatted(
                        requests.get(current),
                        found.get(),
                        judged.get(),
                        String.format(Locale.ROOT, "%.1f", judged.get() / seconds));
    }

    /** Tells how far it is, where nobody watches and it was not told lately. */
    synchronized void tellNowAndThen() {
        Instant now = clock.instant();
        if (!live.isLive() && !isStopping() && !now.isBefore(told.plus(NOW_AND_THEN))) {
            told = now;
            live.say(progress());
        }
    }

    /**
     * Returns what to say of what a stopped scan has not come to, and how to go on; nothing if it has come to everything.
     *
     * @param open the incidents that are open
     */
    synchronized List<String> remaining(List<RunLoop.Wait> open) {
        Set<String> unseen = open.stream()
                .map(wait -> wait.step().incident())
                .filter(incident -> incident.looks() == 0)
                .map(Incident::id)
                .collect(Collectors.toSet());
        Optional<Found> first = latest.stream()
                .filter(resource -> unseen.contains(resource.incident().id()))
                .findFirst();
        if (over && first.isEmpty()) {
            return List.of();
        }
        int place = first.map(Found::request).orElse(current);
        Optional<String> after = first.map(Found::before).orElseGet(this::last);
        List<String> lines = new ArrayList<>();
        lines.add("To go on, with the same other options: " + command(requests.get(place), after));
        requests.subList(place + 1, requests.size())
                .forEach(next -> lines.add("Then: " + command(next, Optional.empty())));
        return lines;
    }

    private synchronized void end() {
        if (!isStopping()) {
            over = true;
            live.say(progress());
        }
    }

    private synchronized void begin(int place) {
        current = place;
    }

    private boolean handOver(Sweep.Next next, int place, Consumer<Incident> incidents, Consumer<Result> failures) {
        return switch (next) {
            case Sweep.Next.Found(Incident incident) -> {
                remember(place, incident);
                incidents.accept(incident);
                yield false;
            }
            case Sweep.Next.Pause(Duration delay) -> {
                pause(delay);
                yield false;
            }
            case Sweep.Next.Unanswered(Duration delay, String reason, int retries) -> {
                live.say("%s: again in %s, waiting for %s"
                        .formatted(requests.get(place), Durations.text(delay), reason));
                pause(delay);
                yield false;
            }
            case Sweep.Next.Failed(String reason) -> {
                failures.accept(new Result.NotSwept(requests.get(place), reason));
                yield true;
            }
            case Sweep.Next.End end -> true;
        };
    }

    private synchronized void remember(int place, Incident incident) {
        found.incrementAndGet();
        latest.addLast(new Found(place, last(), incident));
        if (latest.size() > REMEMBERED) {
            latest.removeFirst();
        }
    }

    /** Returns behind which resource of the current place the next one is. */
    private Optional<String> last() {
        return Optional.ofNullable(latest.peekLast())
                .filter(resource -> resource.request() == current)
                .map(resource -> resource.incident().target().id())
                .or(() -> requests.get(current).after());
    }

    private void pause(Duration delay) {
        try {
            var _ = stopping.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private static String command(SweepRequest request, Optional<String> after) {
        return "overseer scan --control %s --account %s --region %s%s"
                .formatted(
                        request.control(),
                        request.account().orElseThrow(),
                        request.region().orElseThrow(),
                        after.map(id -> " --after " + quoted(id)).orElse(""));
    }

    /** For a shell: whoever named the resource is not to choose what is run. */
    private static String quoted(String id) {
        return "'" + Printable.line(id).replace("'", "'\\''") + "'";
    }
}
