package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

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
    private final Engine engine;
    private final RehearsalListener listener;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private long order;

    VirtualHost(
            TestClock clock,
            FakeAws aws,
            EventReader reader,
            Intake intake,
            Engine engine,
            RehearsalListener listener) {
        this.clock = clock;
        this.aws = aws;
        this.reader = reader;
        this.intake = intake;
        this.engine = engine;
        this.listener = listener;
    }

    private record Due(Instant at, long order, Runnable work) {}

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
            case Reading.Routed routed -> queue(routed.event().time(), () -> open(routed));
            case Reading.Resumed resumed ->
                queue(resumed.event().map(CloudTrailEvent::time).orElse(Instant.MIN), () -> open(resumed));
            case Reading.Ignored ignored -> intake.accept(ignored, listener::arrived);
            case Reading.Unreadable unreadable -> intake.accept(unreadable, listener::arrived);
        }
    }

    /** Plays everything to its end. The clock jumps to what is next, and stays where it is if that is overdue. */
    public void run() {
        while (!queue.isEmpty()) {
            Due due = queue.poll();
            if (due.at().isAfter(clock.instant())) {
                clock.set(due.at());
            }
            due.work().run();
        }
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
        CloudTrailEvent event = incident.event();
        if (!aws.simulates(event)) {
            listener.arrived(new Arrival.Ignored(IgnoredReason.NO_SIMULATOR, EventRow.of(event)));
            return;
        }
        aws.seed(event);
        listener.arrived(new Arrival.Opened(incident));
        queue(clock.instant(), () -> look(incident));
    }

    private void look(Incident incident) {
        Step step = engine.advance(incident);
        listener.looked(step);
        if (step instanceof Step.Suspended suspended) {
            queue(clock.instant().plus(suspended.delay()), () -> look(suspended.incident()));
        }
    }

    private void queue(Instant at, Runnable work) {
        queue.add(new Due(at, order++, work));
    }
}
