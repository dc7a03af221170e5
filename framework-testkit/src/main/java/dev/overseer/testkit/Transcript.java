package dev.overseer.testkit;

import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened in a rehearsal, in the order of virtual time.
 *
 * @param waits every look that ended in a wait
 * @param closed every look that ended an incident
 */
public record Transcript(
        List<Incident> opened,
        List<Arrival.Ignored> ignored,
        List<Reading.Unreadable> unreadable,
        List<Step.Suspended> waits,
        List<Step.Closed> closed) {

    /**
     * Returns the one outcome of a rehearsal of one incident.
     *
     * @throws AssertionError if there is none, or more than one
     */
    public Outcome outcome() {
        if (closed.size() != 1) {
            throw new AssertionError("%d incidents were closed, not one: %s".formatted(closed.size(), this));
        }
        return closed.getFirst().outcome();
    }

    /** Returns how each incident ended. */
    public List<Outcome.Kind> kinds() {
        return closed.stream().map(step -> step.outcome().kind()).toList();
    }

    /** Returns why events opened nothing. */
    public List<IgnoredReason> ignoredFor() {
        return ignored.stream().map(Arrival.Ignored::reason).toList();
    }

    /** Returns how long the one incident was open. */
    public Duration elapsed() {
        Outcome outcome = outcome();
        return Duration.between(closed.getFirst().incident().openedAt(), outcome.closedAt());
    }

    /** Writes a transcript. For one thread. */
    public static final class Recorder implements RehearsalListener {
        private final List<Incident> opened = new ArrayList<>();
        private final List<Arrival.Ignored> ignored = new ArrayList<>();
        private final List<Reading.Unreadable> unreadable = new ArrayList<>();
        private final List<Step.Suspended> waits = new ArrayList<>();
        private final List<Step.Closed> closed = new ArrayList<>();

        /** Starts without any event. */
        public Recorder() {}

        @Override
        public void arrived(Arrival arrival) {
            switch (arrival) {
                case Arrival.Opened(Incident incident) -> opened.add(incident);
                case Arrival.Ignored why -> ignored.add(why);
                case Arrival.Sweep sweep -> throw new IllegalArgumentException("to be refused by the host: " + sweep);
                case Arrival.Unreadable(Reading.Unreadable reading) -> unreadable.add(reading);
            }
        }

        @Override
        public void looked(Step step) {
            switch (step) {
                case Step.Suspended suspended -> waits.add(suspended);
                case Step.Closed over -> closed.add(over);
            }
        }

        /** Returns what happened so far. */
        public Transcript transcript() {
            return new Transcript(
                    List.copyOf(opened),
                    List.copyOf(ignored),
                    List.copyOf(unreadable),
                    List.copyOf(waits),
                    List.copyOf(closed));
        }
    }
}
