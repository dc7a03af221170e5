package dev.overseer.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.GlueSimulator;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Rehearsal;
import dev.overseer.testkit.Stage;
import dev.overseer.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An account with Glue in it, and a queue under virtual time with one worker that enforces. */
final class Scene implements WorkListener {
    static final QueueUrl URL = QueueUrl.parse("https://sqs.eu-west-1.amazonaws.com/123456789012/overseer");
    static final String ROLE = "arn:aws:iam::123456789012:role/OverseerScheduler";

    /** Creates {@code test1} without network or key. */
    static final EventBuilder CREATED = Events.apiCall("glue", "CreateDevEndpoint")
            .request("endpointName", "test1")
            .request("securityConfiguration", "test-secure")
            .request("publicKeys", List.of());

    final TestClock clock = new TestClock(Events.TIME);
    final GlueSimulator glue;
    final FakeAws aws;
    final FakeQueue queue = new FakeQueue(clock);
    final FakeScheduler scheduler = new FakeScheduler(clock, queue);
    final List<Step> steps = new CopyOnWriteArrayList<>();
    final List<Reading.Unreadable> unreadable = new CopyOnWriteArrayList<>();
    final List<IgnoredReason> ignored = new CopyOnWriteArrayList<>();
    private final Rehearsal rehearsal;
    private final Stage stage;

    private Scene(Lifecycle lifecycle, RemediationPlugin plugin, UnaryOperator<Rehearsal> how) {
        glue = new GlueSimulator(clock, lifecycle);
        aws = new FakeAws(clock).install(glue);
        rehearsal = how.apply(Rehearsal.of(plugin, aws, clock));
        stage = rehearsal.stage();
    }

    /** A scene with endpoints that live like this. */
    static Scene with(Lifecycle lifecycle) {
        return with(lifecycle, UnaryOperator.identity());
    }

    static Scene with(Lifecycle lifecycle, UnaryOperator<Rehearsal> how) {
        return new Scene(lifecycle, new GluePlugin(), how);
    }

    static Scene with(RemediationPlugin plugin, Lifecycle lifecycle) {
        return new Scene(lifecycle, plugin, UnaryOperator.identity());
    }

    /** Returns the protocol on this scene's queue, with Scheduler. */
    QueueProtocol protocol() {
        return protocol(new IncidentQueue(queue, URL, Optional.of(longWaits()), clock));
    }

    /** Returns the protocol on this scene's queue, without Scheduler. */
    QueueProtocol withoutScheduler() {
        return protocol(new IncidentQueue(queue, URL, Optional.empty(), clock));
    }

    QueueProtocol protocol(IncidentQueue incidents) {
        return new QueueProtocol(stage.reader(), stage.intake(), stage.engine(), incidents, this, sweeps(), clock);
    }

    /** Returns what sweeps this scene's account and region, and lets time pass where it waits. */
    SweepTurns sweeps() {
        return new SweepTurns(
                stage.engine(),
                new SweepTurns.Places(() -> List.of(FakeAws.ACCOUNT), () -> List.of(FakeAws.REGION)),
                clock::advance,
                clock);
    }

    LongWaits longWaits() {
        return new LongWaits(scheduler, clock, URL.arn().orElseThrow(), ROLE, Optional.empty(), Optional.empty());
    }

    /** Brings about what an event reports, and returns the message in which EventBridge delivers it. */
    String happens(EventBuilder event) {
        aws.seed(event.event());
        return event.envelopeJson();
    }

    /** Returns the message of an incident that has been looked at once. */
    ObjectNode suspended(EventBuilder event) {
        aws.seed(event.event());
        Incident incident = stage.resume(event.envelopeBytes());
        return json(IncidentMessage.write(stage.look(incident).incident(), 1, Optional.empty()));
    }

    /** Returns what becomes of one message, delivered now. */
    MessageHandler.Verdict take(String body) {
        return protocol().take("m0", body, clock.instant().plus(Duration.ofMinutes(1)));
    }

    /** Works until nothing is left in queue and scheduler. */
    void work(QueueProtocol protocol) {
        for (Optional<Instant> next = next(); next.isPresent(); next = next()) {
            if (next.get().isAfter(clock.instant())) {
                clock.set(next.get());
            }
            scheduler.fire();
            queue.next()
                    .filter(message -> !message.visibleAt().isAfter(clock.instant()))
                    .ifPresent(message -> work(protocol, message));
        }
    }

    private void work(QueueProtocol protocol, FakeQueue.Stored message) {
        queue.deliver(message);
        Instant until = clock.instant().plus(FakeQueue.VISIBILITY.dividedBy(2));
        queue.settle(message, protocol.take(message.id(), message.body(), until));
    }

    private Optional<Instant> next() {
        return Stream.of(queue.next().map(FakeQueue.Stored::visibleAt), scheduler.next())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    List<Outcome> outcomes() {
        return steps.stream()
                .filter(Step.Closed.class::isInstance)
                .map(step -> ((Step.Closed) step).outcome())
                .toList();
    }

    List<Outcome.Kind> kinds() {
        return outcomes().stream().map(Outcome::kind).toList();
    }

    List<String> problems() {
        return unreadable.stream().map(Reading.Unreadable::problem).toList();
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) new JsonMapper().readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(text, malformed);
        }
    }

    @Override
    public void arrived(Arrival arrival) {
        switch (arrival) {
            case Arrival.Opened opened -> throw new AssertionError("told of " + opened);
            case Arrival.Sweep sweep -> throw new AssertionError("told of " + sweep);
            case Arrival.Ignored why -> ignored.add(why.reason());
            case Arrival.Unreadable(Reading.Unreadable reading) -> unreadable.add(reading);
        }
    }

    @Override
    public void looked(Step step) {
        steps.add(step);
    }
}
