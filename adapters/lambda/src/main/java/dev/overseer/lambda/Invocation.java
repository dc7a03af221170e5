package dev.overseer.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.incident.SweepRequest;
import dev.overseer.runtime.telemetry.Metrics;
import dev.overseer.runtime.telemetry.TransitionLog;
import dev.overseer.sqs.IncidentMessage;
import dev.overseer.sqs.SweepTurns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One invocation's work on its messages, one after the other. For one thread. */
final class Invocation {
    private static final Logger LOG = LoggerFactory.getLogger(Invocation.class);

    private final Equipment equipment;
    private final Countdown countdown;
    private final Metrics metrics;
    private final TransitionLog transitions = new TransitionLog();

    Invocation(Equipment equipment, Countdown countdown, Metrics metrics) {
        this.equipment = equipment;
        this.countdown = countdown;
        this.metrics = metrics;
    }

    /**
     * Why a message must not be acknowledged.
     *
     * @param text on one line
     * @param thrown what was thrown, if that is the reason
     */
    record Problem(String text, Optional<Throwable> thrown) {
        static Problem of(String text) {
            return new Problem(Printable.line(text), Optional.empty());
        }

        static Problem of(String what, Throwable bug) {
            return new Problem(Printable.line("%s cannot be worked on: %s".formatted(what, bug)), Optional.of(bug));
        }

        /** Joins problems, of which at most the first exception is kept. */
        static Optional<Problem> of(List<Problem> problems) {
            return problems.stream()
                    .reduce((one, other) -> new Problem(
                            one.text() + "; " + other.text(), one.thrown().or(other::thrown)));
        }
    }

    /**
     * What an invocation works with.
     *
     * @param afterwards tells people what there is to tell, and keeps what the ledger has only counted so far: a function may be
     *     frozen for good
     */
    record Equipment(
            EventReader reader,
            Intake intake,
            Engine engine,
            Waits waits,
            Scope scope,
            SweepTurns sweeps,
            Consumer<Countdown> afterwards) {}

    /**
     * Takes every incident of a message one look forward, and sends on those that have to wait.
     *
     * @return empty if all its incidents are closed or sent on, so that the message may be acknowledged
     * @throws CannotWaitException as {@link Waits} says
     */
    Optional<Problem> take(Message message) {
        if (countdown.isTooShort()) {
            return Optional.of(Problem.of("%s: %s".formatted(message.name(), countdown.tooShort())));
        }
        try {
            return Problem.of(new Delivered(message).work());
        } catch (CannotWaitException nowhere) {
            throw nowhere;
        } catch (RuntimeException | LinkageError | StackOverflowError bug) {
            // One message must not take the others with it, whatever it makes a plugin do
            return Optional.of(Problem.of(message.name(), bug));
        }
    }

    /** One message on its way through. */
    private final class Delivered {
        private final Message message;
        private final List<Problem> problems = new ArrayList<>();
        private boolean forNewerRelease;

        Delivered(Message message) {
            this.message = message;
        }

        List<Problem> work() {
            equipment.reader().read(message.body(), message.name(), this::read);
            if (forNewerRelease && problems.isEmpty()) {
                LOG.warn("{} is of a newer release, and put back for it", Printable.line(message.name()));
                equipment.waits().putBack(message);
            }
            return problems;
        }

        private void read(Reading reading) {
            metrics.read(reading);
            if (reading instanceof Reading.Unreadable unreadable && unreadable.newer()) {
                forNewerRelease = true;
                return;
            }
            JsonNode document = IncidentMessage.document(reading);
            equipment.intake().accept(reading, arrival -> arrived(arrival, document));
        }

        private void arrived(Arrival arrival, JsonNode document) {
            switch (arrival) {
                case Arrival.Opened(Incident incident) -> guarded(incident, document);
                case Arrival.Ignored(IgnoredReason reason, EventRow event) -> ignored(reason, event);
                case Arrival.Sweep sweep -> swept(sweep.request(), document);
                case Arrival.Unreadable(Reading.Unreadable unreadable) -> {
                    metrics.unreadable(unreadable);
                    problems.add(Problem.of(
                            "%s, %s: %s".formatted(unreadable.source(), unreadable.position(), unreadable.problem())));
                }
            }
        }

        /** One target of an event must not take the others with it either. */
        private void guarded(Incident incident, JsonNode document) {
            try {
                opened(incident, document);
            } catch (CannotWaitException nowhere) {
                throw nowhere;
            } catch (RuntimeException | LinkageError | StackOverflowError bug) {
                problems.add(Problem.of("%s: incident %s".formatted(message.name(), incident.id()), bug));
            }
        }

        private void opened(Incident incident, JsonNode document) {
            if (!equipment.scope().covers(incident.target())) {
                ignored(Arrival.Ignored.of(IgnoredReason.OUT_OF_SCOPE, incident));
                return;
            }
            Duration left = equipment.waits().left(document);
            if (left.isPositive() || countdown.isTooShort()) {
                // It is too early for this one, or too late for the last targets of a large event
                equipment.waits().sendOn(incident, left, document);
            } else {
                look(incident, document);
            }
        }

        private Step look(Incident incident, JsonNode document) {
            Step step = equipment.engine().advance(incident);
            metrics.looked(step);
            if (step instanceof Step.Suspended suspended) {
                equipment.engine().requireKept(suspended.incident());
                equipment.waits().sendOn(suspended.incident(), suspended.delay(), document);
            }
            transitions.looked(step);
            return step;
        }

        private void swept(SweepRequest request, JsonNode document) {
            if (request.isOnePlace() && !equipment.scope().covers(request.place())) {
                ignored(Arrival.Ignored.of(IgnoredReason.OUT_OF_SCOPE, request));
                return;
            }
            Instant until = equipment.sweeps().clock().instant().plus(countdown.untilTooShort());
            switch (equipment.sweeps().take(request, until, incident -> look(incident, document))) {
                case SweepTurns.Turn.Done done -> LOG.info("The sweep of {} is over", request);
                case SweepTurns.Turn.GoesOn(List<SweepRequest> requests, Duration delay) ->
                    requests.forEach(next -> equipment.waits().sendOn(next, delay, document));
                case SweepTurns.Turn.Failed(String reason) ->
                    problems.add(Problem.of("%s: the sweep of %s: %s".formatted(message.name(), request, reason)));
            }
        }

        private void ignored(Arrival.Ignored ignored) {
            ignored(ignored.reason(), ignored.event());
        }

        private void ignored(IgnoredReason reason, EventRow event) {
            metrics.ignored(reason);
            if (reason == IgnoredReason.QUARANTINED) {
                problems.add(Problem.of("%s: event %s (%s) is of a control that is quarantined; the log said why"
                        .formatted(message.name(), event.id(), event.name())));
            } else {
                LOG.atDebug()
                        .setMessage("Ignored")
                        .addKeyValue("ignored", Documents.ignored(reason, event))
                        .log();
            }
        }
    }
}
