package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.engine.Sweep;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.incident.SweepRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Feeds the engine and waits for it without waiting: one queue, ordered by virtual time. For one thread.
 *
 * <p>First {@link #read} everything, then {@link #run}.
 */
public final class VirtualHost {
    private final TestClock clock;
    private final FakeAws aws;
    private final EventReader reader;
    private final Intake intake;
    private final Function<Incident, Step> engine;
    private final Function<SweepRequest, Sweep> sweeps;
    private final RehearsalListener listener;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private long order;

    VirtualHost(
            TestClock clock,
            FakeAws aws,
            EventReader reader,
            Intake intake,
            Function<Incident, Step> engine,
            Function<SweepRequest, Sweep> sweeps,
            RehearsalListener listener) {
        this.clock = clock;
        this.aws = aws;
        this.reader = reader;
        this.intake = intake;
        this.engine = engine;
        this.sweeps = sweeps;
        this.listener = listener;
    }

    /** What is to be done at a time: open what was read, or look at an incident. */
    private sealed interface Due {
        Instant at();

        long order();
    }

    private record Opening(Instant at, long order, Reading reading) implements Due {}

    private record Looking(Instant at, long order, Incident incident) implements Due {}

    private record Looked(Looking looking, Step step) {}

    /** Takes in a message, in any form that the framework reads. What opens nothing is heard of at once. */
    public void read(byte[] body, String source) {
        reader.read(body, source, this::accept);
    }

    /** Takes in a stream of events, in any form that the framework reads. */
    public void read(InputStream in, String source) throws IOException {
        reader.read(in, source, this::accept);
    }

    /** Takes in what has been read elsewhere. */
    public void accept(Reading reading) {
        switch (reading) {
            case Reading.Routed routed -> queue.add(new Opening(routed.event().time(), order++, routed));
            case Reading.Resumed resumed -> {
                Instant time = resumed.event().map(CloudTrailEvent::time).orElse(Instant.MIN);
                queue.add(new Opening(time, order++, resumed));
            }
            case Reading.Ignored ignored -> intake.accept(ignored, listener::arrived);
            case Reading.Sweep sweep -> intake.accept(sweep, this::refuse);
            case Reading.Unreadable unreadable -> intake.accept(unreadable, listener::arrived);
        }
    }

    /**
     * Lists what a sweep comes upon now, pausing as it asks for, and takes it in. What ends it early is heard of as
     * something unreadable.
     *
     * @param request names one place
     */
    public void sweep(SweepRequest request) {
        Sweep sweep = sweeps.apply(request);
        while (true) {
            switch (sweep.next()) {
                case Sweep.Next.Found(Incident incident) -> opened(incident);
                case Sweep.Next.Pause(Duration delay) -> clock.advance(delay);
                case Sweep.Next.Unanswered(Duration delay, String reason, int retries) -> clock.advance(delay);
                case Sweep.Next.Failed(String reason) -> {
                    listener.arrived(
                            new Arrival.Unreadable(new Reading.Unreadable("sweep", request.toString(), reason)));
                    return;
                }
                case Sweep.Next.End end -> {
                    return;
                }
            }
        }
    }

    /**
     * Plays everything to its end. The clock jumps to what is next, and stays where it is if that is overdue. Looks that are
     * due at the same time are taken on all cores, those at one resource in order; they are heard of in order.
     */
    public void run() {
        while (!queue.isEmpty()) {
            if (queue.peek().at().isAfter(clock.instant())) {
                clock.set(queue.peek().at());
            }
            List<Looking> looks = new ArrayList<>();
            while (!queue.isEmpty() && !queue.peek().at().isAfter(clock.instant())) {
                switch (queue.poll()) {
                    case Opening opening -> open(opening.reading());
                    case Looking looking -> looks.add(looking);
                }
            }
            look(looks);
        }
    }

    /** A rehearsal reads events; a sweep of what they made comes after all of them. */
    private void refuse(Arrival arrival) {
        listener.arrived(arrival instanceof Arrival.Sweep sweep ? sweep.refused() : arrival);
    }

    private void open(Reading reading) {
        intake.accept(reading, arrival -> {
            if (arrival instanceof Arrival.Opened(Incident incident)) {
                opened(incident);
            } else {
                listener.arrived(arrival);
            }
        });
    }

    private void opened(Incident incident) {
        Optional<CloudTrailEvent> event = incident.event();
        if (event.isPresent() && !aws.simulates(event.get())) {
            listener.arrived(Arrival.Ignored.of(IgnoredReason.NO_SIMULATOR, incident));
            return;
        }
        event.ifPresent(aws::seed);
        listener.arrived(new Arrival.Opened(incident));
        queue.add(new Looking(clock.instant(), order++, incident));
    }

    private void look(List<Looking> looks) {
        Map<ResourceRef, List<Looking>> byTarget = looks.stream()
                .collect(Collectors.groupingBy(
                        looking -> looking.incident().target(), LinkedHashMap::new, Collectors.toList()));
        byTarget.values().parallelStream().map(this::lookInOrder).toList().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(looked -> looked.looking().order()))
                .forEach(this::looked);
    }

    private List<Looked> lookInOrder(List<Looking> looks) {
        return looks.stream()
                .map(looking -> new Looked(looking, engine.apply(looking.incident())))
                .toList();
    }

    private void looked(Looked looked) {
        listener.looked(looked.step());
        if (looked.step() instanceof Step.Suspended suspended) {
            queue.add(new Looking(clock.instant().plus(suspended.delay()), order++, suspended.incident()));
        }
    }
}
