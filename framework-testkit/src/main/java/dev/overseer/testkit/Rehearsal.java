package dev.overseer.testkit;

import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.aws.TargetCredentials;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.engine.Schedule;
import dev.overseer.runtime.engine.Undoing;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.incident.SweepRequest;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.notice.Announcer;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.wiring.Parts;
import dev.overseer.runtime.wiring.RuntimeModule;
import dev.overseer.runtime.wiring.Setup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Plays events through the production engine against simulated accounts, on a clock that jumps over every wait.
 *
 * <pre>{@code
 * TestClock clock = new TestClock(Instant.parse("2026-01-31T12:00:00Z"));
 * FakeAws aws = new FakeAws(clock).install(new GlueSimulator(clock));
 * Transcript transcript = Rehearsal.of(new GluePlugin(), aws, clock)
 *         .play(Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1"));
 * assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
 * }</pre>
 *
 * <p>Enforces, unless told otherwise. Each event is opened when the clock reaches its time, and what it reports is created
 * then, once for each event id. Immutable, but the parts it names are not: a ledger that two rehearsals share outlives the
 * first one's engine.
 *
 * @param connection how the engine reaches {@code aws}
 * @param ledger where writes and outcomes are kept
 * @param schedule when to look again; its random numbers repeat at every run
 * @param announcer is told what there is to tell of incidents; nobody, unless a test listens
 */
public record Rehearsal(
        PluginCatalog catalog,
        FakeAws aws,
        AwsConnection connection,
        TestClock clock,
        Mandate mandate,
        Ledger ledger,
        Schedule schedule,
        Announcer announcer) {
    private static final long SEED = 20_260_131;
    private static final Undoing.Request UNDO = new Undoing.Request(
            "arn:aws:sts::123456789012:assumed-role/operator/ann", "rehearsed", Duration.ofHours(4));

    /** Returns a rehearsal of one plugin. */
    public static Rehearsal of(RemediationPlugin plugin, FakeAws aws, TestClock clock) {
        return of(PluginCatalog.of(List.of(plugin)), aws, clock);
    }

    /** Returns a rehearsal of the plugins of a catalog. */
    public static Rehearsal of(PluginCatalog catalog, FakeAws aws, TestClock clock) {
        return new Rehearsal(
                catalog,
                aws,
                aws.connection(),
                clock,
                Mandate.of(DecisionPolicy.enforceAll()),
                new InMemoryLedger(),
                new Schedule(Optional.empty(), new Random(SEED)),
                Announcer.NOBODY);
    }

    /** Returns this rehearsal under which nothing is written. */
    public Rehearsal dryRun() {
        return under(DecisionPolicy.dryRun());
    }

    /** Returns this rehearsal under another policy. */
    public Rehearsal under(DecisionPolicy other) {
        return under(new Mandate(other, mandate.killSwitch()));
    }

    /** Returns this rehearsal under another mandate. */
    public Rehearsal under(Mandate other) {
        return new Rehearsal(catalog, aws, connection, clock, other, ledger, schedule, announcer);
    }

    /** Returns this rehearsal with another ledger. */
    public Rehearsal keeping(Ledger other) {
        return new Rehearsal(catalog, aws, connection, clock, mandate, other, schedule, announcer);
    }

    /** Returns this rehearsal with other credentials than those of a caller in the target's own account. */
    public Rehearsal with(TargetCredentials credentials) {
        return new Rehearsal(catalog, aws, connection.with(credentials), clock, mandate, ledger, schedule, announcer);
    }

    /** Returns this rehearsal with somebody who is told what there is to tell of incidents. */
    public Rehearsal telling(Announcer other) {
        return new Rehearsal(catalog, aws, connection, clock, mandate, ledger, schedule, other);
    }

    /** Returns this rehearsal with looks at a fixed interval, instead of at the controls' pace. */
    public Rehearsal lookEvery(Duration interval) {
        return new Rehearsal(
                catalog,
                aws,
                connection,
                clock,
                mandate,
                ledger,
                new Schedule(Optional.of(interval), schedule.random()),
                announcer);
    }

    /** Returns a host to feed by hand. */
    public VirtualHost host(RehearsalListener listener) {
        return host(listener, UnaryOperator.identity());
    }

    /** Returns a host to feed by hand, whose looks are taken otherwise than once each. */
    VirtualHost host(RehearsalListener listener, UnaryOperator<Function<Incident, Step>> looks) {
        Parts parts = parts();
        return new VirtualHost(
                clock,
                aws,
                parts.reader(),
                parts.intake(),
                looks.apply(parts.engine()::advance),
                parts.engine()::sweep,
                listener);
    }

    /** Returns an engine to take forward by hand. */
    public Stage stage() {
        Parts parts = parts();
        return new Stage(aws, parts.reader(), parts.intake(), parts.engine());
    }

    /**
     * Undoes a remediation as a person would, jumping over waits.
     *
     * @param incident the id of a REMEDIATED incident that this rehearsal's ledger has
     * @throws AssertionError if the ledger says that it cannot be undone
     */
    public Undoing.Step undo(String incident) {
        Undoing undoing = undoing();
        return switch (undoing.prospect(incident)) {
            case Undoing.Prospect.Closed(String reason, var before) ->
                throw new AssertionError("incident %s %s".formatted(incident, reason));
            case Undoing.Prospect.Open open -> undo(undoing, open);
        };
    }

    private Undoing.Step undo(Undoing undoing, Undoing.Prospect.Open open) {
        Undoing.Step step = undoing.advance(open, UNDO, open.opened(clock.instant()));
        while (step instanceof Undoing.Waiting(Incident looked, Duration delay, String reason)) {
            clock.advance(delay);
            step = undoing.advance(open, UNDO, looked);
        }
        return step;
    }

    /**
     * Returns what undoes remediations of this rehearsal, to be taken forward by hand.
     *
     * @throws IllegalStateException if nobody can read its ledger
     */
    public Undoing undoing() {
        if (ledger instanceof LedgerArchive archive) {
            return RuntimeModule.undoing(setup(), archive);
        }
        throw new IllegalStateException(
                "A %s cannot be read by people, and so nothing can be undone. Keep a LedgerArchive, such as an InMemoryLedger"
                        .formatted(ledger.getClass().getSimpleName()));
    }

    private Parts parts() {
        return RuntimeModule.parts(setup());
    }

    private Setup setup() {
        return new Setup(catalog, mandate, connection, ledger, schedule, clock, Installation.UNKNOWN, announcer);
    }

    /** Plays events to their end, and returns what happened. */
    public Transcript play(EventBuilder... events) {
        Transcript.Recorder recorder = new Transcript.Recorder();
        VirtualHost host = host(recorder);
        for (EventBuilder event : events) {
            host.read(event.envelopeBytes(), "event");
        }
        host.run();
        return recorder.transcript();
    }

    /**
     * Sweeps one place as it is now, plays what it comes upon to its end, and returns what happened.
     *
     * @param after the id of the resource behind which to go on; empty for all
     */
    public Transcript sweep(String control, String account, String region, Optional<String> after) {
        Transcript.Recorder recorder = new Transcript.Recorder();
        VirtualHost host = host(recorder);
        host.sweep(SweepRequest.of(control, account, region, clock.instant()).goingOn(after, 0));
        host.run();
        return recorder.transcript();
    }

    /** Sweeps the fake's usual account and region as they are now. */
    public Transcript sweep(String control) {
        return sweep(control, FakeAws.ACCOUNT, FakeAws.REGION, Optional.empty());
    }

    /** Plays any input that the framework reads to its end, and returns what happened. */
    public Transcript play(byte[] input) {
        Transcript.Recorder recorder = new Transcript.Recorder();
        VirtualHost host = host(recorder);
        host.read(input, "input");
        host.run();
        return recorder.transcript();
    }
}
