package dev.overseer.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.incident.SweepRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What one delivery of one message means: a look at each of its incidents. The same for every host on a queue.
 *
 * <p>First sends on what has to wait, then tells the host to delete the message. A message that may not be deleted is not
 * changed either: the queue's redrive policy delivers it again, and in the end moves it to the dead-letter queue. Whatever is
 * repeated then is harmless. Safe for several threads.
 */
public final class QueueProtocol implements MessageHandler {
    private static final Logger LOG = LoggerFactory.getLogger(QueueProtocol.class);

    private final EventReader reader;
    private final Intake intake;
    private final Engine engine;
    private final IncidentQueue queue;
    private final WorkListener listener;
    private final SweepTurns sweeps;
    private final Clock clock;
    private final SaidBefore saidBefore = new SaidBefore();

    public QueueProtocol(
            EventReader reader,
            Intake intake,
            Engine engine,
            IncidentQueue queue,
            WorkListener listener,
            SweepTurns sweeps,
            Clock clock) {
        this.reader = reader;
        this.intake = intake;
        this.engine = engine;
        this.queue = queue;
        this.listener = listener;
        this.sweeps = sweeps;
        this.clock = clock;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Verdict take(String id, String body, Instant until) {
        Delivery delivery = new Delivery(id, until);
        try {
            reader.read(body.getBytes(StandardCharsets.UTF_8), "message " + id, delivery::read);
            return delivery.verdict(body);
        } catch (SdkException failure) {
            LOG.warn("Message {} is kept, since it could not be put back: {}", id, said(failure));
            return Verdict.KEPT;
        } catch (RuntimeException bug) {
            // One message must never stop the others, whatever is in it.
            LOG.error("Message {} is kept, since it cannot be worked on", id, bug);
            return Verdict.KEPT;
        }
    }

    private static String said(SdkException failure) {
        return Printable.line(String.valueOf(failure.getMessage()));
    }

    /** One delivery, for one thread. */
    private final class Delivery {
        private final String id;
        private final Instant until;
        private boolean keep;
        private boolean newer;

        Delivery(String id, Instant until) {
            this.id = id;
            this.until = until;
        }

        void read(Reading reading) {
            listener.read(reading);
            if (reading instanceof Reading.Unreadable unreadable && unreadable.newer()) {
                newer = true;
                if (saidBefore.firstTime(id)) {
                    LOG.warn("Message {} is put back: {}", id, Printable.line(unreadable.problem()));
                }
                return;
            }
            JsonNode document = IncidentMessage.document(reading);
            intake.accept(reading, arrival -> arrived(arrival, document));
        }

        Verdict verdict(String body) {
            if (newer && !keep) {
                queue.putBack(body);
            }
            return keep ? Verdict.KEPT : Verdict.DONE;
        }

        private void arrived(Arrival arrival, JsonNode document) {
            switch (arrival) {
                case Arrival.Opened(Incident incident) -> opened(incident, document);
                case Arrival.Ignored(IgnoredReason reason, EventRow event) -> {
                    keep |= reason == IgnoredReason.QUARANTINED;
                    listener.arrived(arrival);
                }
                case Arrival.Sweep sweep -> swept(sweep, document);
                case Arrival.Unreadable(Reading.Unreadable reading) -> {
                    keep = true;
                    listener.unreadable(reading);
                    unreadable(arrival, reading);
                }
            }
        }

        private void unreadable(Arrival arrival, Reading.Unreadable reading) {
            if (saidBefore.firstTime(id + reading.position())) {
                LOG.warn(
                        "Message {} cannot be read and is left to the redrive policy: {}: {}",
                        id,
                        reading.position(),
                        Printable.line(reading.problem()));
                listener.arrived(arrival);
            }
        }

        private void swept(Arrival.Sweep sweep, JsonNode document) {
            SweepRequest request = sweep.request();
            int hops = IncidentMessage.hops(document);
            try {
                switch (sweeps.take(request, until, incident -> look(incident, hops))) {
                    case SweepTurns.Turn.Done done -> LOG.info("The sweep of {} is over", request);
                    case SweepTurns.Turn.GoesOn(List<SweepRequest> requests, Duration delay) ->
                        requests.forEach(next -> queue.send(next, delay, hops));
                    case SweepTurns.Turn.Failed(String reason) -> {
                        keep = true;
                        Reading.Unreadable failed = new Reading.Unreadable(
                                sweep.source(), sweep.position(), "the sweep of %s: %s".formatted(request, reason));
                        unreadable(new Arrival.Unreadable(failed), failed);
                    }
                }
            } catch (SdkException failure) {
                keep = true;
                LOG.warn("Message {} is kept, since a sweep could not be sent on: {}", id, said(failure));
            } catch (RuntimeException bug) {
                keep = true;
                LOG.error("Message {} is kept, since a sweep could not be worked on", id, bug);
            }
        }

        private void opened(Incident incident, JsonNode document) {
            try {
                goOn(incident, document);
            } catch (UnsendableException never) {
                keep = true;
                unsendable(incident, never);
            } catch (SdkException failure) {
                keep = true;
                LOG.warn(
                        "Message {} is kept, since incident {} could not be sent on: {}",
                        id,
                        incident.id(),
                        said(failure));
            } catch (RuntimeException bug) {
                keep = true;
                LOG.error("Message {} is kept, since incident {} could not be worked on", id, incident.id(), bug);
            }
        }

        private void goOn(Incident incident, JsonNode document) {
            int hops = IncidentMessage.hops(document);
            Instant now = clock.instant();
            Duration left = IncidentMessage.left(document, now);
            if (left.isPositive() || !now.isBefore(until)) {
                queue.send(incident, left, hops);
            } else {
                look(incident, hops);
            }
        }

        private Step look(Incident incident, int hops) {
            Step step = engine.advance(incident);
            if (step instanceof Step.Suspended suspended) {
                engine.requireKept(suspended.incident());
                queue.send(suspended.incident(), suspended.delay(), hops);
            }
            listener.looked(step);
            return step;
        }

        /** Nobody will bring it back, so it ends here; the message is kept for whoever looks into it. */
        private void unsendable(Incident incident, UnsendableException never) {
            LOG.error("Message {} is kept, since incident {} cannot be sent on", id, incident.id(), never);
            if (saidBefore.firstTime(id + incident.id())) {
                Outcome failed = new Outcome(
                        Outcome.Kind.FAILED,
                        List.of(),
                        List.of(),
                        List.of(),
                        clock.instant(),
                        incident.looks(),
                        "it has to wait, but %s. Its event is in message %s, which is left to the redrive policy"
                                .formatted(never.getMessage(), id),
                        true);
                listener.looked(new Step.Closed(incident, failed, true));
            }
        }
    }
}
