package dev.overseer.testkit;

import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.IncidentDocument;
import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Intake;
import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One production engine, look by look: for tests in which it crashes, or shares its work with another. As many threads may
 * look as the test likes.
 */
public final class Stage {
    private final FakeAws aws;
    private final EventReader reader;
    private final Intake intake;
    private final Engine engine;

    Stage(FakeAws aws, EventReader reader, Intake intake, Engine engine) {
        this.aws = aws;
        this.reader = reader;
        this.intake = intake;
        this.engine = engine;
    }

    /** Returns the engine's reader, for a host under test. */
    public EventReader reader() {
        return reader;
    }

    /** Returns what makes the engine's incidents, for a host under test. */
    public Intake intake() {
        return intake;
    }

    /** Returns the engine, for a host under test. */
    public Engine engine() {
        return engine;
    }

    /** Returns what an input leads to. Seeds nothing. */
    public List<Arrival> arrivals(byte[] input) {
        List<Arrival> arrivals = new ArrayList<>();
        reader.read(input, "input", reading -> intake.accept(reading, arrivals::add));
        return List.copyOf(arrivals);
    }

    /**
     * Opens the one incident of an event, and brings about what it reports, once for each event id.
     *
     * @throws AssertionError if the event does not open one incident
     */
    public Incident open(EventBuilder event) {
        aws.seed(event.event());
        return resume(event.envelopeBytes());
    }

    /**
     * Returns the one incident of a document.
     *
     * @throws AssertionError if it does not hold one
     */
    public Incident resume(byte[] document) {
        List<Arrival> arrivals = arrivals(document);
        if (arrivals.size() == 1 && arrivals.getFirst() instanceof Arrival.Opened(Incident incident)) {
            return incident;
        }
        throw new AssertionError("not one incident, but " + arrivals);
    }

    /** Takes an incident one look forward. */
    public Step look(Incident incident) {
        return engine.advance(incident);
    }

    /** Returns the document with which an incident travels from one look to the next. */
    public static byte[] document(Incident incident) {
        return Documents.line(IncidentDocument.write(incident)).getBytes(StandardCharsets.UTF_8);
    }
}
