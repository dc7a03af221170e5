package dev.overseer.testkit;

import static dev.overseer.runtime.incident.Outcome.Kind.EXEMPT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.PLANNED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Progress;
import dev.overseer.runtime.aws.AssumedRoles;
import dev.overseer.runtime.aws.SecurityTokenService;
import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.decision.Stop;
import dev.overseer.runtime.engine.Undoing;
import dev.overseer.runtime.engine.Undoing.Failed;
import dev.overseer.runtime.engine.Undoing.Planned;
import dev.overseer.runtime.engine.Undoing.Preview;
import dev.overseer.runtime.engine.Undoing.Prospect;
import dev.overseer.runtime.engine.Undoing.Step;
import dev.overseer.runtime.engine.Undoing.Undone;
import dev.overseer.runtime.engine.Undoing.Waiting;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step.Closed;
import dev.overseer.runtime.ledger.InMemoryLedger;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.ledger.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.DevEndpoint;

/** What a person takes back of what a control repaired in place. */
class UndoTest {
    private static final String ANN = "arn:aws:sts::123456789012:assumed-role/operator/ann";
    private static final String BOB = "arn:aws:sts::123456789012:assumed-role/operator/bob";
    private static final Undoing.Request REQUEST = new Undoing.Request(ANN, "it broke builds", Duration.ofHours(4));
    private static final EventBuilder EVENT = Events.apiCall("glue", "CreateDevEndpoint")
            .request("endpointName", "test1")
            .request("publicKeys", List.of("ssh-rsa one", "ssh-rsa two"));

    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock, Lifecycle.starting("READY"));
    private final FakeAws aws = new FakeAws(clock).install(glue);
    private final FakeAws owners = new FakeAws(clock).install(glue);
    private final InMemoryLedger ledger = new InMemoryLedger();

    @Test
    void givesBackWhatARemediationTook() {
        Incident incident = remediated(new RepairingPlugin());
        assertThat(keys()).isEmpty();
        Instant at = clock.advance(Duration.ofHours(1));

        Undo undo = undone(undo(new RepairingPlugin(), incident));

        assertThat(keys()).containsExactlyInAnyOrder("ssh-rsa one", "ssh-rsa two");
        assertThat(ledger.undo(incident.id())).contains(undo);
        assertThat(undo.by()).isEqualTo(ANN);
        assertThat(undo.reason()).isEqualTo("it broke builds");
        assertThat(undo.at()).isEqualTo(at);
        assertThat(undo.until()).isEqualTo(at.plus(Duration.ofHours(4)));
        assertThat(undo.end().orElseThrow().summary()).isEqualTo("is what it was before");
    }

    @Test
    void journalsWhatAnUndoWritesApartFromItsIncident() {
        Incident incident = remediated(new RepairingPlugin());

        Undo undo = undone(undo(new RepairingPlugin(), incident));

        assertThat(ledger.writes(incident.id())).hasSize(1);
        JournaledWrite write = ledger.writes(undo.journal()).getFirst();
        assertThat(write.intent().action()).isEqualTo("glue:UpdateDevEndpoint");
        assertThat(write.result().orElseThrow()).isInstanceOf(WriteResult.Answered.class);
    }

    @Test
    void isNotFoughtUntilItsExemptionEnds() {
        RepairingPlugin plugin = new RepairingPlugin();
        undone(undo(plugin, remediated(plugin)));

        clock.advance(Duration.ofHours(4).minusSeconds(1));
        Outcome exempt = outcomeOfAnotherEvent(rehearsal(plugin), "second");
        clock.advance(Duration.ofSeconds(1));
        Outcome fought = outcomeOfAnotherEvent(rehearsal(plugin), "third");

        assertThat(exempt.kind()).isEqualTo(EXEMPT);
        assertThat(exempt.summary())
                .startsWith("it broke builds, says %s, until 2".formatted(ANN))
                .contains("(undo of ");
        assertThat(fought.kind()).isEqualTo(REMEDIATED);
        assertThat(keys()).isEmpty();
    }

    @Test
    void exemptsInADryRunToo() {
        RepairingPlugin plugin = new RepairingPlugin();
        undone(undo(plugin, remediated(plugin)));

        assertThat(outcomeOfAnotherEvent(rehearsal(plugin).dryRun(), "second").kind())
                .isEqualTo(EXEMPT);
    }

    @Test
    void exemptsThatResourceAlone() {
        RepairingPlugin plugin = new RepairingPlugin();
        undone(undo(plugin, remediated(plugin)));

        assertThat(play(plugin, EVENT.id("other").at(clock.instant()).request("endpointName", "test2"))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void refusesToLoseWhatSomebodyChangedSince() {
        Incident incident = remediated(new RepairingPlugin());
        addKey("ssh-rsa three");

        assertThat(undo(new RepairingPlugin(), incident))
                .isEqualTo(
                        new Failed(
                                "somebody changed it since it was remediated, and that would be lost: PublicKeys ([] then, [\"ssh-rsa three\"] now)"));
        assertThat(keys()).containsExactly("ssh-rsa three");
        assertThat(ledger.undo(incident.id()).orElseThrow().end().orElseThrow().result())
                .isEqualTo(Undo.Result.NOT_UNDONE);
        assertThat(ledger.exempting(clock.instant())).isEmpty();
    }

    @Test
    void refusesToUndoWhatIsGone() {
        Incident incident = remediated(new RepairingPlugin());
        owners.client(GlueClient::builder).deleteDevEndpoint(delete -> delete.endpointName("test1"));
        clock.advance(Duration.ofHours(1));

        assertThat(undo(new RepairingPlugin(), incident)).isEqualTo(new Failed("it is not there any more"));
    }

    @Test
    void finishesWithoutAWriteWhatSomebodyGaveBackByHand() {
        Incident incident = remediated(new RepairingPlugin());
        addKey("ssh-rsa two");
        addKey("ssh-rsa one");

        Undo undo = undone(undo(new RepairingPlugin(), incident));

        assertThat(undo.end().orElseThrow().summary()).isEqualTo("was what it was before already");
        assertThat(ledger.writes(undo.journal())).isEmpty();
    }

    @Test
    void saysBeforehandWhatItWouldCall() {
        RepairingPlugin plugin = new RepairingPlugin();
        Incident incident = remediated(plugin);
        Undoing undoing = rehearsal(plugin).undoing();
        Prospect.Open open = open(undoing, incident);

        Preview step = undoing.preview(open, open.opened(clock.instant()));

        assertThat(((Planned) step).calls())
                .containsExactly(
                        "glue:UpdateDevEndpoint with {EndpointName=test1, AddPublicKeys=[ssh-rsa one, ssh-rsa two]}");
        assertThat(keys()).isEmpty();
        assertThat(ledger.undo(incident.id())).isEmpty();
    }

    @Test
    void whatIsUndoneCannotBeUndoneAgain() {
        RepairingPlugin plugin = new RepairingPlugin();
        Incident incident = remediated(plugin);
        undone(undo(plugin, incident));

        assertThat(rehearsal(plugin).undoing().prospect(incident.id()))
                .isEqualTo(new Prospect.Closed(
                        "was undone by %s at %s: it broke builds".formatted(ANN, Events.TIME), Optional.empty()));
    }

    @Test
    void goesOnAfterACrashBetweenTheCallAndItsRecord() {
        RepairingPlugin plugin = new RepairingPlugin();
        Incident incident = remediated(plugin);
        aws.onCall("UpdateDevEndpoint")
                .after(call -> {
                    throw new Crash();
                })
                .times(1);

        assertThatExceptionOfType(Crash.class).isThrownBy(() -> undo(plugin, incident));
        assertThat(ledger.undo(incident.id()).orElseThrow().end()).isEmpty();
        assertThat(outcomeOfAnotherEvent(rehearsal(plugin), "second").kind()).isEqualTo(EXEMPT);
        Undo undo = undone(undo(plugin, incident));

        assertThat(keys()).hasSize(2);
        assertThat(ledger.writes(undo.journal())).hasSize(1);
    }

    @Test
    void goesOnAfterACrashBeforeTheCall() {
        RepairingPlugin plugin = new RepairingPlugin();
        Incident incident = remediated(plugin);
        aws.onCall("UpdateDevEndpoint")
                .before(call -> {
                    throw new Crash();
                })
                .times(1);

        assertThatExceptionOfType(Crash.class).isThrownBy(() -> undo(plugin, incident));
        Undo undo = undone(undo(plugin, incident));

        assertThat(keys()).hasSize(2);
        assertThat(ledger.writes(undo.journal()))
                .extracting(JournaledWrite::attempt)
                .containsExactly(1, 2);
    }

    @Test
    void ofTwoOperatorsAtOnceOneUndoesItOnce() {
        RepairingPlugin plugin = new RepairingPlugin();
        Incident incident = remediated(plugin);
        Undoing undoing = rehearsal(plugin).undoing();
        Prospect.Open open = open(undoing, incident);
        List<Step> second = new ArrayList<>();
        aws.onCall("UpdateDevEndpoint")
                .before(call -> second.add(undoing.advance(
                        open,
                        new Undoing.Request(BOB, "mine, too", Duration.ofHours(8)),
                        open.opened(clock.instant()))))
                .times(1);

        Undo undo = undone(undoing.advance(open, REQUEST, open.opened(clock.instant())));

        assertThat(second).singleElement().isInstanceOf(Waiting.class);
        assertThat(undoing.advance(
                        open,
                        new Undoing.Request(BOB, "mine, too", Duration.ofHours(8)),
                        ((Waiting) second.getFirst()).incident()))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).startsWith("was undone by " + ANN));
        assertThat(ledger.writes(undo.journal())).hasSize(1);
        assertThat(ledger.exempting(clock.instant())).containsExactly(undo);
    }

    @Test
    void waitsForAwsAndForTheResource() {
        RepairingPlugin slow = new RepairingPlugin()
                .restoring((before, context) -> context.checkpoint()
                        .map(ready -> RepairingPlugin.giveKeysBack(before, context))
                        .orElseGet(() -> Progress.waitFor(Duration.ofSeconds(20), "it to settle")
                                .withCheckpoint("settled")));
        Incident incident = remediated(slow);
        aws.fail("UpdateDevEndpoint").with(Fault.throttle()).times(2);
        Instant start = clock.instant();

        undone(undo(slow, incident));

        assertThat(keys()).hasSize(2);
        assertThat(Duration.between(start, clock.instant())).isBetween(Duration.ofSeconds(20), Duration.ofMinutes(2));
    }

    @Test
    void doesNotWaitForEver() {
        RepairingPlugin never = new RepairingPlugin()
                .restoring((before, context) -> Progress.waitFor(Duration.ofSeconds(20), "it to settle"));
        Incident incident = remediated(never);

        assertThat(undo(never, incident))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("still waiting for it to settle after 30m"));
    }

    @Test
    void saysWhatIsDeniedAndExemptsNothingThen() {
        RepairingPlugin plugin = new RepairingPlugin();
        Incident incident = remediated(plugin);
        aws.fail("UpdateDevEndpoint").with(Fault.deny()).always();

        assertThat(undo(plugin, incident))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("glue:UpdateDevEndpoint was denied to ")
                                .endsWith("Grant what `overseer policy iam --undo` prints, then retry"));
        assertThat(ledger.exempting(clock.instant())).isEmpty();
    }

    @Test
    void isExemptWhenItFailedHalfWay() {
        RepairingPlugin half = new RepairingPlugin().restoring((before, context) -> {
            context.client(GlueClient::builder)
                    .updateDevEndpoint(update -> update.endpointName("test1").addPublicKeys("ssh-rsa one"));
            return Progress.failed("there is no more");
        });
        Incident incident = remediated(half);

        assertThat(undo(half, incident)).isEqualTo(new Failed("there is no more"));
        assertThat(ledger.undo(incident.id()).orElseThrow().end().orElseThrow().result())
                .isEqualTo(Undo.Result.UNDONE_IN_PART);
        assertThat(outcomeOfAnotherEvent(rehearsal(half), "second").kind()).isEqualTo(EXEMPT);
    }

    @Test
    void mayNotCallWhatRemediates() {
        RepairingPlugin deleting = new RepairingPlugin().restoring((before, context) -> {
            context.client(GlueClient::builder).deleteDevEndpoint(delete -> delete.endpointName("test1"));
            return Progress.done("gone is gone");
        });
        Incident incident = remediated(deleting);

        assertThat(undo(deleting, incident))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith(
                                        "Control undo:glue-keys called glue:DeleteDevEndpoint, which it does not declare.")
                                .endsWith("or restores(…) if only an undo calls it."));
        assertThat(aws.calls("DeleteDevEndpoint")).isEmpty();
    }

    @Test
    void aRemedyMayNotCallWhatOnlyRestores() {
        TrickyPlugin tagging = new TrickyPlugin()
                .describedAs(usual ->
                        usual.restores(AwsAction.action("glue:TagResource").onAnyResource("test")))
                .remediating(context -> {
                    TrickyPlugin.glue(context).tagResource(tag -> tag.resourceArn("arn:x"));
                    return Progress.done("tagged");
                });

        Outcome outcome = Rehearsal.of(tagging, aws, clock).play(EVENT).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).startsWith("Control tricky called glue:TagResource, which it does not declare.");
        assertThat(aws.writes()).isEmpty();
    }

    @Test
    void worksInASessionThatMayReadAndRestoreOnly() {
        RepairingPlugin plugin = new RepairingPlugin();
        List<SecurityTokenService.Request> asked = new ArrayList<>();
        AssumedRoles roles = new AssumedRoles(
                new TargetRole(
                        "arn:{partition}:iam::{account}:role/OverseerTarget", Optional.empty(), Optional.empty()),
                request -> {
                    asked.add(request);
                    return new SecurityTokenService.Session(
                            FakeCredentials.ofSession("123456789012", "eu-west-1", "OverseerTarget", request.session()),
                            clock.instant().plus(request.duration()));
                },
                clock);
        Rehearsal rehearsal = rehearsal(plugin).with(roles);
        Incident incident = rehearsal.play(EVENT).opened().getFirst();

        assertThat(rehearsal.undo(incident.id())).isInstanceOf(Undone.class);

        assertThat(asked.getFirst().policy()).contains("glue:DeleteDevEndpoint");
        assertThat(asked.getLast().session()).isEqualTo("overseer-undo-glue-keys");
        assertThat(asked.getLast().policy())
                .contains("glue:GetDevEndpoint", "glue:UpdateDevEndpoint", "devEndpoint/test1")
                .doesNotContain("glue:DeleteDevEndpoint");
    }

    @Test
    void neitherModeNorLimitsHoldAPersonButTheKillSwitch() {
        RepairingPlugin plugin = new RepairingPlugin();
        Incident incident = remediated(plugin);
        Stop stop = new Stop(
                Optional.of(RepairingPlugin.ID), Optional.empty(), Optional.empty(), "ops", "something is wrong");
        Rehearsal dry = rehearsal(plugin).dryRun();
        Rehearsal stopped = dry.under(new Mandate(
                DecisionPolicy.dryRun(),
                (control, target) -> control.equals(RepairingPlugin.ID) ? Optional.of(stop) : Optional.empty()));

        assertThat(stopped.undo(incident.id()))
                .isEqualTo(new Failed("the kill switch is thrown by ops: something is wrong"));
        assertThat(keys()).isEmpty();
        assertThat(dry.undo(incident.id())).isInstanceOf(Undone.class);
        assertThat(keys()).hasSize(2);
    }

    @Test
    void saysWhyAnIncidentCannotBeUndone() {
        RepairingPlugin plugin = new RepairingPlugin();
        Undoing undoing = rehearsal(plugin).undoing();
        Transcript planned = rehearsal(plugin).dryRun().play(EVENT);

        assertThat(reason(undoing.prospect("mfrggzdfmztwq2lknnwg23tpoa")))
                .isEqualTo("is not in the ledger. `overseer incidents --outcome REMEDIATED` lists what was remediated");
        assertThat(planned.outcome().kind()).isEqualTo(PLANNED);
        assertThat(reason(undoing.prospect(planned.opened().getFirst().id())))
                .isEqualTo("is PLANNED. Only what was REMEDIATED can be undone");
    }

    @Test
    void aDeletionCannotBeUndoneButItsPreStateIsAtHand() {
        TrickyPlugin deleting = new TrickyPlugin();
        Rehearsal rehearsal = Rehearsal.of(deleting, aws, clock).keeping(ledger);
        Incident incident = rehearsal.play(EVENT).opened().getFirst();

        Prospect prospect = rehearsal.undoing().prospect(incident.id());

        assertThat(reason(prospect)).isEqualTo("cannot be undone: what control tricky does has no way back");
        assertThat(((Prospect.Closed) prospect).before().orElseThrow()).contains("\"EndpointName\":\"test1\"");
    }

    @Test
    void whatTheLedgerMaskedCannotBeRestored() {
        RepairingPlugin masking = new RepairingPlugin().describedAs(descriptor -> descriptor.masks("PublicKeys"));

        assertThat(reason(rehearsal(masking)
                        .undoing()
                        .prospect(remediated(masking).id())))
                .isEqualTo(
                        "cannot be undone, since its pre-state is not whole: the ledger keeps no secrets: PublicKeys is masked. Restore it by hand");
    }

    @Test
    void aWriteThatDestroysNeedsALedgerThatLasts() {
        TrickyPlugin destroying = destroying();
        Rehearsal unkept = Rehearsal.of(destroying, aws, clock).keeping(InMemoryLedger.ofProcess());

        Outcome outcome = unkept.play(EVENT).outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary())
                .startsWith("glue:DeleteDevEndpoint needs a ledger: ")
                .endsWith(
                        "Configure ledger: {type: sqlite} or {type: dynamodb}, or for the function OVERSEER_LEDGER_TABLE");
        assertThat(aws.writes()).isEmpty();
        assertThat(Rehearsal.of(destroying, aws, clock)
                        .play(EVENT.id("again"))
                        .outcome()
                        .kind())
                .isEqualTo(REMEDIATED);
    }

    @Test
    void aWriteThatDestroysNeedsTheWholeResourceInTheLedger() {
        TrickyPlugin masking = destroying(descriptor -> descriptor.masks("PublicKeys"));
        EventBuilder large =
                EVENT.id("large").request("endpointName", "test2").request("extraJarsS3Path", "s3://".repeat(20_000));

        assertThat(Rehearsal.of(masking, aws, clock).play(EVENT).outcome().summary())
                .endsWith(
                        "and the resource cannot be kept whole, since the ledger keeps no secrets: PublicKeys is masked. Put this resource right by hand");
        assertThat(Rehearsal.of(destroying(), aws, clock).play(large).outcome().summary())
                .contains("needs a ledger: ", "characters, and the ledger keeps 65,536");
        assertThat(aws.writes()).isEmpty();
    }

    private static TrickyPlugin destroying() {
        return destroying(descriptor -> descriptor);
    }

    /** Deletes by an action that asks for the pre-state. */
    private static TrickyPlugin destroying(UnaryOperator<ControlDescriptor.Builder> described) {
        return new TrickyPlugin()
                .describedAs(usual -> described.apply(ControlDescriptor.control(TrickyPlugin.ID, "Destroys")
                        .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                        .reads(AwsAction.action("glue:GetDevEndpoint").onAnyResource("test"))
                        .writes(AwsAction.action("glue:DeleteDevEndpoint")
                                .onAnyResource("test")
                                .keepingPreState())));
    }

    private Incident remediated(RepairingPlugin plugin) {
        Transcript transcript = play(plugin, EVENT);
        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
        return transcript.opened().getFirst();
    }

    private Transcript play(RepairingPlugin plugin, EventBuilder event) {
        return rehearsal(plugin).play(event);
    }

    private Rehearsal rehearsal(RepairingPlugin plugin) {
        return Rehearsal.of(plugin, aws, clock).keeping(ledger);
    }

    private Step undo(RepairingPlugin plugin, Incident incident) {
        Undoing undoing = rehearsal(plugin).undoing();
        Prospect.Open open = open(undoing, incident);
        Step step = undoing.advance(open, REQUEST, open.opened(clock.instant()));
        while (step instanceof Waiting(Incident looked, Duration delay, String reason)) {
            clock.advance(delay);
            step = undoing.advance(open, REQUEST, looked);
        }
        return step;
    }

    private static Prospect.Open open(Undoing undoing, Incident incident) {
        return (Prospect.Open) undoing.prospect(incident.id());
    }

    private static Undo undone(Step step) {
        assertThat(step).isInstanceOf(Undone.class);
        return ((Undone) step).undo();
    }

    private static String reason(Prospect prospect) {
        return ((Prospect.Closed) prospect).reason();
    }

    /** Looks once at the endpoint that is there already, because of another event about it. */
    private static Outcome outcomeOfAnotherEvent(Rehearsal rehearsal, String id) {
        Stage stage = rehearsal.stage();
        Incident another =
                stage.resume(EVENT.id(id).at(rehearsal.clock().instant()).envelopeBytes());
        return ((Closed) stage.look(another)).outcome();
    }

    private List<String> keys() {
        return endpoint().publicKeys();
    }

    private DevEndpoint endpoint() {
        return owners.client(GlueClient::builder)
                .getDevEndpoint(get -> get.endpointName("test1"))
                .devEndpoint();
    }

    private void addKey(String key) {
        owners.client(GlueClient::builder)
                .updateDevEndpoint(update -> update.endpointName("test1").addPublicKeys(key));
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
