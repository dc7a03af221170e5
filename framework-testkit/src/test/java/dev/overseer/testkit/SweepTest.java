package dev.overseer.testkit;

import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.api.ControlContext;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.document.Documents;
import dev.overseer.runtime.document.EntryDocument;
import dev.overseer.runtime.document.IncidentDocument;
import dev.overseer.runtime.engine.Engine;
import dev.overseer.runtime.engine.Sweep;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.incident.SweepRequest;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.LedgerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an engine makes of controls that discover well or badly. */
class SweepTest {
    private static final String TYPE = "AWS::Glue::DevEndpoint";

    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(glue);
    private final InMemoryLedger ledger = new InMemoryLedger();

    @Test
    void aWriteWhileItDiscoversIsRefused() {
        glue.endpoint("test1").ready();

        Transcript transcript = sweep(context -> {
            TrickyPlugin.glue(context).deleteDevEndpoint(delete -> delete.endpointName("test1"));
            return named(context, "test1");
        });

        assertThat(transcript.opened()).isEmpty();
        assertThat(problems(transcript))
                .containsExactly(
                        "Control tricky called glue:DeleteDevEndpoint, which writes, while the resource was being read or judged. Writes belong in remediate.");
        assertThat(glue.exists("test1")).isTrue();
    }

    @Test
    void aWriteThatItSwallowsEndsTheSweepAllTheSame() {
        glue.endpoint("test1").ready();

        Transcript transcript = sweep(context -> Stream.of("test1")
                .peek(name -> {
                    try {
                        TrickyPlugin.glue(context).deleteDevEndpoint(delete -> delete.endpointName(name));
                    } catch (RuntimeException swallowed) {
                        assertThat(swallowed).isNotNull();
                    }
                })
                .map(name -> context.resource(TYPE, name)));

        assertThat(transcript.opened()).isEmpty();
        assertThat(problems(transcript)).hasSize(1);
        assertThat(glue.exists("test1")).isTrue();
    }

    @Test
    void anUndeclaredReadIsRefusedWithTheLineToAdd() {
        Transcript transcript =
                sweep(context -> TrickyPlugin.glue(context).getDevEndpointsPaginator(list -> {}).stream()
                        .flatMap(page -> page.devEndpoints().stream())
                        .map(endpoint -> context.resource(TYPE, endpoint.endpointName())));

        assertThat(problems(transcript))
                .singleElement()
                .asString()
                .startsWith("Control tricky called glue:GetDevEndpoints, which it does not declare.");
    }

    @Test
    void aBugEndsTheSweepAndNamesTheControl() {
        Transcript transcript = sweep(context -> {
            throw new IllegalStateException("no list");
        });

        assertThat(problems(transcript))
                .containsExactly(
                        "control tricky threw java.lang.IllegalStateException: no list. This is a bug in its plugin: report it to the plugin's authors");
    }

    @Test
    void aResourceOfAnotherAccountEndsTheSweep() {
        Transcript transcript =
                sweep(context -> Stream.of(ResourceRef.of("210987654321", FakeAws.REGION, TYPE, "test1")));

        assertThat(transcript.opened()).isEmpty();
        assertThat(problems(transcript))
                .singleElement()
                .asString()
                .startsWith("control tricky discovered test1 in account 210987654321");
    }

    @Test
    void resourcesOfOtherRegionsAreLeftToTheirOwnSweeps() {
        glue.endpoint("here").ready();

        Transcript transcript = sweep(context ->
                Stream.of(ResourceRef.of(FakeAws.ACCOUNT, "us-east-1", TYPE, "there"), context.resource(TYPE, "here")));

        assertThat(transcript.opened())
                .extracting(incident -> incident.target().id())
                .containsExactly("here");
    }

    @Test
    void aResourceThatIsListedTwiceIsOneIncident() {
        glue.endpoint("test1").ready();

        assertThat(sweep(context -> named(context, "test1", "test1")).kinds()).containsExactly(REMEDIATED);
    }

    @Test
    void aControlThatDiscoversNothingFindsNothing() {
        Transcript transcript = Rehearsal.of(new TrickyPlugin(), aws, clock).sweep(TrickyPlugin.ID);

        assertThat(transcript.opened()).isEmpty();
        assertThat(transcript.unreadable()).isEmpty();
    }

    @Test
    void aSweepHasNoEventAndTheWholePlaceForTarget() {
        AtomicReference<ControlContext> seen = new AtomicReference<>();
        glue.endpoint("test1").ready();
        TrickyPlugin plugin = new TrickyPlugin()
                .discovering(context -> {
                    assertThat(context.event()).isEmpty();
                    assertThat(context.target().id()).isEqualTo("*");
                    assertThat(context.target().account()).isEqualTo(FakeAws.ACCOUNT);
                    return named(context, "test1");
                })
                .reading(context -> {
                    seen.set(context);
                    return TrickyPlugin.get(context);
                });

        rehearsal(plugin).dryRun().sweep(TrickyPlugin.ID);

        assertThat(seen.get().event()).isEmpty();
        assertThat(seen.get().target().id()).isEqualTo("test1");
    }

    @Test
    void anAgeOfAResourceDoesNotMakeItStale() {
        glue.endpoint("test1")
                .createdAt(Events.TIME.minus(Duration.ofDays(900)))
                .ready();

        assertThat(sweep(context -> named(context, "test1")).kinds()).containsExactly(REMEDIATED);
    }

    @Test
    void theLedgerHasWhatItsMessageDoesNotSay() {
        glue.endpoint("test1").living(Lifecycle.neverReady());
        Stage stage = rehearsal(new TrickyPlugin()
                        .discovering(context -> named(context, "test1"))
                        .remediating(context -> Progress.waitFor(Duration.ofMinutes(1), "READY")))
                .stage();
        Incident incident = first(stage.engine());

        Incident waiting = ((Step.Suspended) stage.look(incident)).incident();

        assertThat(Documents.line(IncidentDocument.write(waiting)))
                .isEqualTo("{\"schema\":\"overseer/incident/1\",\"incident\":\"%s\"}".formatted(waiting.id()));
        assertThat(stage.resume(Stage.document(waiting))).isEqualTo(waiting);
        String kept = EntryDocument.write(ledger.entry(waiting.id()).orElseThrow());
        assertThat(kept).contains("\"event\":null,\"sweep\":\"2026-01-15T10:00:00Z\"");
        assertThat(EntryDocument.read(kept))
                .isEqualTo(ledger.entry(waiting.id()).orElseThrow());
    }

    @Test
    void anIncidentThatTheLedgerDoesNotHaveIsNotToBeSentOn() {
        Engine engine = rehearsal(new TrickyPlugin()).stage().engine();
        ResourceRef target = ResourceRef.of(FakeAws.ACCOUNT, FakeAws.REGION, TYPE, "test1");
        Incident swept = Incident.open(TrickyPlugin.ID, target, new Cause.Swept(clock.instant()), clock.instant());
        Incident reported = Incident.open(
                TrickyPlugin.ID,
                target,
                Events.apiCall("glue", "CreateDevEndpoint").event(),
                true,
                clock.instant());

        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> engine.requireKept(swept))
                .withMessageContaining(swept.id());
        engine.requireKept(reported);
    }

    @Test
    void oneSweepHasOneIncidentForATargetAndAnotherSweepAnother() {
        ResourceRef target = ResourceRef.of(FakeAws.ACCOUNT, FakeAws.REGION, TYPE, "test1");
        Instant start = Instant.parse("2026-01-15T10:00:00.123456789Z");
        Incident first = Incident.open("tricky", target, new Cause.Swept(start), start);

        assertThat(Incident.open("tricky", target, new Cause.Swept(start.plusNanos(1)), start.plusSeconds(9))
                        .id())
                .isEqualTo(first.id());
        assertThat(Incident.open("tricky", target, new Cause.Swept(start.plusMillis(1)), start)
                        .id())
                .isNotEqualTo(first.id());
        assertThat(first.cause().id()).isEqualTo("sweep:2026-01-15T10:00:00.123Z");
    }

    @Test
    void pausesAreAdvice() {
        Engine engine = rehearsal(new TrickyPlugin()
                        .discovering(context -> named(context, "a", "b", "c", "d", "e", "f", "g", "h")))
                .stage()
                .engine();
        Sweep sweep = engine.sweep(request());
        List<String> said = new ArrayList<>();

        for (Sweep.Next next = sweep.next(); !(next instanceof Sweep.Next.End); next = sweep.next()) {
            said.add(
                    switch (next) {
                        case Sweep.Next.Found(Incident incident) ->
                            incident.target().id();
                        case Sweep.Next.Pause(Duration delay) -> "" + delay.toMillis();
                        default -> next.toString();
                    });
        }

        assertThat(said).containsExactly("a", "b", "c", "d", "500", "e", "1000", "f", "1500", "g", "2000", "h", "2500");
    }

    @Test
    void aPlannedResourceIsToldOfWithItsSweep() {
        glue.endpoint("test1").ready();

        Transcript transcript = rehearsal(new TrickyPlugin().discovering(context -> named(context, "test1")))
                .dryRun()
                .sweep(TrickyPlugin.ID);

        assertThat(transcript.kinds()).containsExactly(PLANNED);
        Step.Closed closed = transcript.closed().getFirst();
        assertThat(Documents.line(Documents.outcome(closed.incident(), closed.outcome())))
                .contains("\"event\":null,\"sweep\":\"2026-01-15T10:00:00.000Z\"");
    }

    private Incident first(Engine engine) {
        return ((Sweep.Next.Found) engine.sweep(request()).next()).incident();
    }

    private SweepRequest request() {
        return SweepRequest.of(TrickyPlugin.ID, FakeAws.ACCOUNT, FakeAws.REGION, clock.instant());
    }

    private Transcript sweep(Function<ControlContext, Stream<ResourceRef>> discovery) {
        return rehearsal(new TrickyPlugin().discovering(discovery)).sweep(TrickyPlugin.ID);
    }

    private Rehearsal rehearsal(TrickyPlugin plugin) {
        return Rehearsal.of(plugin, aws, clock).keeping(ledger);
    }

    private static Stream<ResourceRef> named(ControlContext context, String... names) {
        return Stream.of(names).map(name -> context.resource(TYPE, name));
    }

    private static List<String> problems(Transcript transcript) {
        return transcript.unreadable().stream().map(Reading.Unreadable::problem).toList();
    }
}
