package dev.overseer.testkit;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static dev.overseer.testkit.TrickyPlugin.delete;
import static dev.overseer.testkit.TrickyPlugin.get;
import static dev.overseer.testkit.TrickyPlugin.glue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overseer.api.Check;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Transition;
import dev.overseer.runtime.ledger.Undelivered;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.runtime.ledger.WriteResult;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.DevEndpoint;

/** What the engine makes of controls that do what they must not. */
class GuardedEngineTest {
    private static final EventBuilder EVENT =
            Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1");

    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock, Lifecycle.starting("READY"));
    private final FakeAws aws = new FakeAws(clock).install(glue);

    @Test
    void aWellBehavedControlRemediates() {
        assertThat(play(new TrickyPlugin()).kind()).isEqualTo(REMEDIATED);
        assertThat(glue.exists("test1")).isFalse();
    }

    @Test
    void anUndeclaredCallFailsTheIncidentWithTheLineToAdd() {
        Outcome outcome = play(new TrickyPlugin().remediating(context -> {
            glue(context).getTags(tags -> tags.resourceArn("arn:aws:glue:eu-west-1:123456789012:devEndpoint/test1"));
            return Progress.done("looked at tags");
        }));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary())
                .startsWith("Control tricky called glue:GetTags, which it does not declare.")
                .contains("Add reads(action(\"glue:GetTags\")");
        assertThat(aws.calls("GetTags")).isEmpty();
    }

    @Test
    void anUndeclaredCallThatIsSwallowedFailsTheIncidentToo() {
        Outcome outcome = play(new TrickyPlugin().remediating(context -> {
            swallowing(() -> glue(context).getTags(tags -> tags.resourceArn("arn:x")));
            return Progress.done("all good");
        }));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("glue:GetTags");
    }

    @Test
    void aMisuseThatIsSwallowedWhileReadingStopsBeforeAnyWrite() {
        Outcome outcome = play(new TrickyPlugin().reading(context -> {
            swallowing(() -> glue(context).getTags(tags -> tags.resourceArn("arn:x")));
            return get(context);
        }));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void aWriteWhileReadingIsRefused() {
        Outcome outcome = play(new TrickyPlugin().reading(context -> {
            Optional<DevEndpoint> endpoint = get(context);
            swallowing(() -> delete(context));
            return endpoint;
        }));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("Writes belong in remediate");
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void aWriteWhileCheckingIsRefused() {
        Outcome outcome = play(new TrickyPlugin()
                .checking(List.of(Check.live(
                        "live",
                        (endpoint, context) -> {
                            swallowing(() -> delete(context));
                            return false;
                        },
                        "is deleted by its check"))));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void aWriteOnACompliantResourceIsImpossible() {
        Outcome outcome = play(new TrickyPlugin()
                .checking(List.of(Check.require("name", e -> e.endpointName() != null, "has no name"))));

        assertThat(outcome.kind()).isEqualTo(COMPLIANT);
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void aCallFromAnotherThreadIsRefused() {
        Outcome outcome = play(new TrickyPlugin().remediating(context -> {
            CompletableFuture.runAsync(() -> delete(context)).join();
            return Progress.done("deleted elsewhere");
        }));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("AWS calls belong to the look's thread");
        assertThat(aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallFromAnotherThreadThatIsSwallowedIsNoWrite(boolean dryRun) {
        TrickyPlugin plugin = new TrickyPlugin().remediating(context -> {
            try {
                CompletableFuture.runAsync(() -> delete(context)).join();
            } catch (CompletionException swallowed) {
                assertThat(swallowed).hasMessageContaining("AWS calls belong to the look's thread");
            }
            return Progress.done("deleted elsewhere");
        });
        Rehearsal rehearsal = Rehearsal.of(plugin, aws, clock);

        Outcome outcome = (dryRun ? rehearsal.dryRun() : rehearsal).play(EVENT).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("done without any write");
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void aDryRunIsHeldBelowTheClient() {
        Outcome outcome = Rehearsal.of(
                        new TrickyPlugin().remediating(context -> {
                            swallowing(() -> delete(context));
                            return Progress.done("deleted, or so it says");
                        }),
                        aws,
                        clock)
                .dryRun()
                .play(EVENT)
                .outcome();

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.planned()).containsExactly("glue:DeleteDevEndpoint with {EndpointName=test1}");
        assertThat(outcome.writes()).isEmpty();
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void aClientForAnotherTargetIsRefused() {
        AtomicReference<GlueClient> kept = new AtomicReference<>();
        TrickyPlugin plugin = new TrickyPlugin().remediating(context -> {
            kept.compareAndSet(null, glue(context));
            kept.get()
                    .deleteDevEndpoint(
                            delete -> delete.endpointName(context.target().id()));
            return Progress.done("deleted");
        });

        Transcript transcript = Rehearsal.of(plugin, aws, clock)
                .play(
                        EVENT,
                        EVENT.account("210987654321")
                                .request("endpointName", "test2")
                                .at(Events.TIME.plusSeconds(1)));

        assertThat(transcript.kinds()).containsExactlyInAnyOrder(REMEDIATED, FAILED);
        assertThat(transcript.closed().stream()
                        .map(Step.Closed::outcome)
                        .filter(o -> o.kind() == FAILED)
                        .findFirst()
                        .orElseThrow()
                        .summary())
                .contains("with a client for 123456789012/eu-west-1, but its target is in 210987654321/eu-west-1");
        assertThat(glue.exists("test2")).isTrue();
    }

    @Test
    void anOverrideOfCredentialsIsRefused() {
        Outcome outcome = play(new TrickyPlugin().remediating(context -> {
            glue(context)
                    .deleteDevEndpoint(delete -> delete.endpointName("test1")
                            .overrideConfiguration(o -> o.credentialsProvider(AnonymousCredentialsProvider.create())));
            return Progress.done("deleted as somebody else");
        }));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("override of credentials");
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void theSuppliersEndpointAndRegionDoNotCount() {
        Outcome outcome = play(new TrickyPlugin()
                .reading(context -> Optional.of(context.client(() -> GlueClient.builder()
                                .endpointOverride(URI.create("http://127.0.0.1:1"))
                                .region(Region.US_EAST_1))
                        .getDevEndpoint(get -> get.endpointName("test1"))
                        .devEndpoint())));

        assertThat(aws.calls("GetDevEndpoint"))
                .allSatisfy(call -> assertThat(call.region()).isEqualTo("eu-west-1"));
        assertThat(outcome.looks()).isPositive();
    }

    @Test
    void aWriteThatRestsOnAnOldReadingWaitsForAnother() {
        AtomicInteger times = new AtomicInteger();
        Transcript transcript = Rehearsal.of(
                        new TrickyPlugin().remediating(context -> {
                            if (times.incrementAndGet() == 1) {
                                clock.advance(Duration.ofSeconds(6));
                            }
                            delete(context);
                            return Progress.done("deleted");
                        }),
                        aws,
                        clock)
                .play(EVENT);

        assertThat(transcript.waits())
                .singleElement()
                .satisfies(wait -> assertThat(wait.reason()).contains("another reading"));
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        List<String> operations = aws.calls().stream().map(AwsCall::operation).toList();
        assertThat(operations)
                .containsExactly("GetDevEndpoint", "GetDevEndpoint", "DeleteDevEndpoint", "GetDevEndpoint");
    }

    @Test
    void doneWithoutAnyWriteIsNoSuccess() {
        Outcome outcome = play(new TrickyPlugin().remediating(context -> Progress.done("nothing to see here")));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("done without any write", "nothing to see here");
    }

    @Test
    void failedSaysWhy() {
        Outcome outcome = play(new TrickyPlugin().remediating(context -> Progress.failed("it is on fire")));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).isEqualTo("it is on fire");
    }

    @Test
    void eachDistinctWriteIsSentOnce() {
        TrickyPlugin plugin = new TrickyPlugin().remediating(context -> {
            glue(context)
                    .updateDevEndpoint(update -> update.endpointName("test1").addPublicKeys("ssh-rsa AAAA"));
            return Progress.waitFor(Duration.ofSeconds(30), "the key to show");
        });

        Outcome outcome = play(plugin);

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(aws.calls("UpdateDevEndpoint")).hasSize(1);
        assertThat(outcome.writes()).containsExactly("glue:UpdateDevEndpoint");
    }

    @Test
    void writesWithOtherParametersAreOtherWrites() {
        TrickyPlugin plugin = new TrickyPlugin().remediating(context -> {
            glue(context)
                    .updateDevEndpoint(update -> update.endpointName("test1").addPublicKeys("ssh-rsa AAAA"));
            glue(context)
                    .updateDevEndpoint(update -> update.endpointName("test1").addPublicKeys("ssh-rsa BBBB"));
            delete(context);
            return Progress.done("keys changed, then deleted");
        });

        assertThat(play(plugin).kind()).isEqualTo(REMEDIATED);
        assertThat(aws.calls("UpdateDevEndpoint")).hasSize(2);
    }

    @Test
    void aBugInAControlFailsItsIncidentAndNamesIt() {
        Outcome outcome = play(new TrickyPlugin().remediating(context -> {
            throw new IllegalStateException("oops");
        }));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("control tricky threw java.lang.IllegalStateException: oops", "bug");
    }

    @Test
    void aControlThatThrowsAgainAndAgainIsQuarantinedAndItsEventsAreKept() {
        TrickyPlugin plugin = new TrickyPlugin().reading(context -> {
            throw new IllegalStateException("oops");
        });
        EventBuilder[] events = new EventBuilder[7];
        for (int i = 0; i < events.length; i++) {
            events[i] = EVENT.id("event-" + i).at(Events.TIME.plusSeconds(60L * i));
        }

        Transcript transcript = Rehearsal.of(plugin, aws, clock).play(events);

        assertThat(transcript.kinds()).hasSize(5).containsOnly(FAILED);
        assertThat(transcript.ignoredFor()).containsExactly(IgnoredReason.QUARANTINED, IgnoredReason.QUARANTINED);
    }

    @Test
    void aControlThatWaitsToBeListedIsOffUntilItIsNamed() {
        TrickyPlugin plugin = new TrickyPlugin().describedAs(ControlDescriptor.Builder::offUnlessListed);
        Rehearsal rehearsal = Rehearsal.of(plugin, aws, clock);

        assertThat(rehearsal.play(EVENT).ignoredFor()).containsExactly(IgnoredReason.SWITCHED_OFF);
        assertThat(rehearsal
                        .under(DecisionPolicy.enforceOnly(Set.of(TrickyPlugin.ID)))
                        .play(EVENT)
                        .opened())
                .hasSize(1);
    }

    @Test
    void aControlWithoutWritesOnlyAnnounces() {
        Outcome outcome = play(new TrickyPlugin().describedAs(d -> {
            ControlDescriptor descriptor = d.build();
            return ControlDescriptor.control(descriptor.id(), descriptor.title())
                    .on(descriptor.patterns().getFirst())
                    .reads(descriptor.reads().getFirst())
                    .announceOnly("deleting it would lose its history");
        }));

        assertThat(outcome.kind()).isEqualTo(PLANNED);
        assertThat(outcome.summary()).isEqualTo("no remedy: deleting it would lose its history");
    }

    @Test
    void aLiveCheckRunsLastAndTakesNotFoundForAFinding() {
        List<String> asked = new ArrayList<>();
        Check<DevEndpoint> notFound = Check.live(
                "configuration-exists",
                (endpoint, context) -> {
                    asked.add("configuration-exists");
                    glue(context).getDevEndpoint(get -> get.endpointName("no such"));
                    return true;
                },
                "names a configuration that does not exist");

        Outcome failsBefore = play(new TrickyPlugin()
                .checking(List.of(notFound, Check.require("subnet", e -> e.subnetId() != null, "has no subnet"))));
        assertThat(asked).isEmpty();
        assertThat(failsBefore.findings()).extracting(f -> f.check()).containsExactly("subnet");

        Outcome failsLive = Rehearsal.of(new TrickyPlugin().checking(List.of(notFound)), aws, clock)
                .play(EVENT.id("second"))
                .outcome();
        assertThat(asked).isNotEmpty();
        assertThat(failsLive.findings()).extracting(f -> f.check()).containsExactly("configuration-exists");
        assertThat(failsLive.kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void aLiveCheckThatIsDeniedIsNoFinding() {
        aws.fail("GetDevEndpoint").with(Fault.deny()).nth(2);
        Outcome outcome = play(new TrickyPlugin()
                .checking(List.of(
                        Check.live("again", (endpoint, context) -> get(context).isPresent(), "is not there"))));

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).contains("glue:GetDevEndpoint was denied");
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void aCheckpointReachesTheNextLook() {
        List<Optional<String>> seen = new ArrayList<>();
        play(new TrickyPlugin().remediating(context -> {
            seen.add(context.checkpoint());
            if (context.checkpoint().isPresent()) {
                delete(context);
                return Progress.done("deleted");
            }
            return Progress.waitFor(Duration.ofSeconds(30), "a second step").withCheckpoint("snapshot-1");
        }));

        assertThat(seen).containsExactly(Optional.empty(), Optional.of("snapshot-1"));
    }

    @Test
    void theLedgerHearsOfALongWaitEachHour() {
        InMemoryLedger ledger = new InMemoryLedger();
        Instant ready = clock.instant().plus(Duration.ofMinutes(150));
        TrickyPlugin plugin = new TrickyPlugin()
                .describedAs(descriptor -> descriptor.deadline(Duration.ofHours(6)))
                .remediating(context -> {
                    if (clock.instant().isBefore(ready)) {
                        return Progress.waitFor(Duration.ofMinutes(1), "READY");
                    }
                    TrickyPlugin.delete(context);
                    return Progress.done("deleted");
                });

        Transcript transcript = Rehearsal.of(plugin, aws, clock).keeping(ledger).play(EVENT);

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        List<Transition> kept =
                ledger.transitions(transcript.opened().getFirst().id());
        assertThat(kept.size())
                .as("%s of %d looks that wait", kept, transcript.waits().size())
                .isBetween(3, transcript.waits().size() - 2);
        for (int i = 1; i < kept.size(); i++) {
            assertThat(Duration.between(kept.get(i - 1).at(), kept.get(i).at())).isLessThan(Duration.ofMinutes(90));
        }
    }

    @Test
    void nothingIsWrittenWhenTheLedgerCannotBeReached() {
        BrokenLedger ledger = new BrokenLedger();
        ledger.broken.set(true);
        Stage stage =
                Rehearsal.of(new TrickyPlugin(), aws, clock).keeping(ledger).stage();
        Incident incident = stage.open(EVENT);

        Step first = stage.look(incident);
        assertThat(first).isInstanceOf(Step.Suspended.class);
        assertThat(((Step.Suspended) first).reason()).contains("ledger", "disk full");
        assertThat(aws.writes()).isEmpty();

        ledger.broken.set(false);
        assertThat(((Step.Closed) stage.look(first.incident())).outcome().kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void aWriteWhoseReadingGrowsOldWhileTheLedgerIsAskedIsNotSent() {
        BrokenLedger ledger = new BrokenLedger();
        ledger.duringClaim = () -> clock.advance(Duration.ofSeconds(6));
        Stage stage =
                Rehearsal.of(new TrickyPlugin(), aws, clock).keeping(ledger).stage();

        Step first = stage.look(stage.open(EVENT));
        assertThat(((Step.Suspended) first).reason()).contains("another reading");
        assertThat(aws.writes()).isEmpty();

        ledger.duringClaim = () -> {};
        assertThat(((Step.Closed) stage.look(first.incident())).outcome().kind())
                .isEqualTo(REMEDIATED);
        assertThat(glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void anOutcomeThatCannotBeKeptLeavesTheIncidentOpen() {
        BrokenLedger ledger = new BrokenLedger();
        aws.onCall("DeleteDevEndpoint").after(call -> ledger.closing.set(true));
        Stage stage =
                Rehearsal.of(new TrickyPlugin(), aws, clock).keeping(ledger).stage();

        Step first = stage.look(stage.open(EVENT));
        assertThat(first).isInstanceOf(Step.Suspended.class);

        ledger.closing.set(false);
        Step.Closed closed = (Step.Closed) stage.look(first.incident());
        assertThat(closed.outcome().kind()).isEqualTo(REMEDIATED);
        assertThat(glue.effectiveDeletes("test1")).isEqualTo(1);
    }

    @Test
    void anIncidentThatGoesInCirclesEnds() {
        TrickyPlugin plugin =
                new TrickyPlugin().remediating(context -> Progress.waitFor(Duration.ofSeconds(1), "Godot"));
        Stage stage = Rehearsal.of(plugin, aws, clock).stage();
        Step step = stage.look(stage.open(EVENT));
        while (step instanceof Step.Suspended suspended) {
            step = stage.look(suspended.incident());
        }

        assertThat(((Step.Closed) step).outcome().kind()).isEqualTo(FAILED);
        assertThat(((Step.Closed) step).outcome().summary()).contains("200 looks");
    }

    private Outcome play(TrickyPlugin plugin) {
        return Rehearsal.of(plugin, aws, clock).play(EVENT).outcome();
    }

    private static void swallowing(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException swallowed) {
            assertThat(swallowed.getMessage()).isNotBlank();
        }
    }

    private static final class BrokenLedger implements Ledger {
        private final InMemoryLedger intact = new InMemoryLedger();
        private final AtomicBoolean broken = new AtomicBoolean();
        private final AtomicBoolean closing = new AtomicBoolean();
        private Runnable duringClaim = () -> {};

        @Override
        public Claim claim(WriteIntent intent) {
            check(broken);
            duringClaim.run();
            return intact.claim(intent);
        }

        @Override
        public void settle(Claim.Granted write, WriteResult result) {
            check(broken);
            intact.settle(write, result);
        }

        @Override
        public List<JournaledWrite> writes(String incident) {
            check(broken);
            return intact.writes(incident);
        }

        @Override
        public void keep(IncidentEntry open) {
            check(broken);
            intact.keep(open);
        }

        @Override
        public boolean close(IncidentEntry over) {
            check(broken);
            check(closing);
            return intact.close(over);
        }

        @Override
        public void passed(String control, String account, Instant at) {
            check(broken);
            intact.passed(control, account, at);
        }

        @Override
        public Instant announce(String incident, Instant at) {
            check(broken);
            return intact.announce(incident, at);
        }

        @Override
        public Optional<IncidentEntry> entry(String incident) {
            check(broken);
            return intact.entry(incident);
        }

        @Override
        public Optional<Release> releaseOf(String successor) {
            check(broken);
            return intact.releaseOf(successor);
        }

        @Override
        public void left(String incident, String state, Instant at) {
            check(broken);
            intact.left(incident, state, at);
        }

        @Override
        public Optional<Undo> exempting(String control, ResourceRef target, Instant now) {
            check(broken);
            return intact.exempting(control, target, now);
        }

        @Override
        public void undelivered(Undelivered more) {
            check(broken);
            intact.undelivered(more);
        }

        @Override
        public void delivered(String destination, Instant at) {
            check(broken);
            intact.delivered(destination, at);
        }

        private static void check(AtomicBoolean broken) {
            if (broken.get()) {
                throw new LedgerException("ledger: disk full", new IOException("disk full"));
            }
        }
    }
}
