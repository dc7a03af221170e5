package dev.overseer.runtime.engine;

import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlContext;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.runtime.aws.ActionGuard;
import dev.overseer.runtime.aws.AwsClients;
import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.aws.Ground;
import dev.overseer.runtime.aws.Look;
import dev.overseer.runtime.aws.NoRoleException;
import dev.overseer.runtime.aws.Refusal;
import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.decision.Stop;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at one incident: read live, check, remediate, and say what follows. Used once, on one thread.
 *
 * @param <R> the resource, as in {@link dev.overseer.api.Control}
 */
final class Examination<R> {
    private static final Duration YOUNG = Duration.ofMinutes(10);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(20);
    private static final Duration SAME_RESOURCE = Duration.ofMinutes(5);
    private static final Duration VERIFICATION = Duration.ofMinutes(10);
    private static final Duration LONGEST_OUTAGE = Duration.ofHours(24);
    private static final Duration ANSWER_TO_ANOTHER = Duration.ofSeconds(5);
    private static final Duration READ_AGAIN = Duration.ofSeconds(1);
    private static final String VERIFIED = "its verification";
    static final int LONGEST_CHECKPOINT = 4096;
    private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

    private final RegisteredControl<R> control;
    private final Mandate mandate;
    private final ControlRule rule;
    private final boolean dryRun;
    private final Ledger ledger;
    private final Clock clock;
    private final Schedule schedule;
    private final AwsClients clients;
    private final ControlContext context;
    private final Look look;
    private final String id;
    private final int retriesBefore;
    private Incident incident;
    private Optional<Release> release = Optional.empty();
    private List<Finding> findings = List.of();
    private Optional<Instant> announcedUntil = Optional.empty();
    private boolean callerIsCreator;
    private List<JournaledWrite> journal = List.of();
    private int journalAt = -1;

    Examination(
            RegisteredControl<R> control,
            Incident incident,
            Mandate mandate,
            boolean dryRun,
            Ledger ledger,
            Clock clock,
            Schedule schedule,
            AwsClients clients) {
        this.control = control;
        this.incident = incident;
        this.retriesBefore = incident.retries();
        this.mandate = mandate;
        this.rule = mandate.policy().rule(incident.control());
        this.dryRun = dryRun;
        this.ledger = ledger;
        this.clock = clock;
        this.schedule = schedule;
        this.clients = clients;
        this.context = new LookContext(control, incident, clients);
        this.id = incident.id();
        this.callerIsCreator = incident.event().isPresent();
        this.look = new Look(id, control.descriptor(), incident.target(), dryRun);
    }

    /** What a look found; the engine makes a step of it. */
    sealed interface Result {
        /** The incident as it is after the look. */
        Incident incident();

        /** The incident is over. */
        record Over(
                Incident incident,
                Kind kind,
                String summary,
                List<Finding> findings,
                List<String> planned,
                boolean callerIsCreator)
                implements Result {}

        /**
         * The incident goes on.
         *
         * @param stage what it waits for as the ledger tells waits apart; mostly the reason
         * @param announcedUntil until when the owner has time, if this look is the one that announced it
         */
        record Later(
                Incident incident,
                Duration delay,
                String reason,
                String stage,
                List<Finding> findings,
                Instant deadline,
                Optional<Instant> announcedUntil)
                implements Result {}

        /** The control threw what neither AWS nor the framework did. */
        record Bug(Incident incident, RuntimeException thrown, List<Finding> findings, boolean callerIsCreator)
                implements Result {}
    }

    Result run(ActionGuard guard) {
        return guard.during(look, () -> examine(() -> allowed().orElseGet(this::read)));
    }

    /** Returns the IAM names of the actions that the look called, in order. */
    List<String> takeCalls() {
        return look.takeCalls();
    }

    /** The same for a look that a person takes at first hand: that needs nobody's leave. */
    Result runByHand(ActionGuard guard) {
        return guard.during(look, () -> examine(this::read));
    }

    private Result examine(Supplier<Result> looking) {
        try {
            Result result = looking.get();
            return look.refusals().isEmpty() ? result : refused();
        } catch (NoRoleException unreachable) {
            return over(Kind.FAILED, String.valueOf(unreachable.getMessage()));
        } catch (LedgerException unreachable) {
            return unanswered("the ledger, which cannot be reached: " + unreachable.getMessage());
        } catch (RuntimeException thrown) {
            return look.refusals().isEmpty() ? failed(thrown) : refused();
        }
    }

    /** A successor follows from a person's leave, which no message can claim. */
    private Optional<Result> allowed() {
        if (dryRun || incident.predecessor().isEmpty()) {
            return Optional.empty();
        }
        release = ledger.releaseOf(id);
        return release.isPresent()
                ? Optional.empty()
                : Optional.of(over(
                        Kind.FAILED,
                        "said to follow %s, but nobody gave leave for it. Run `overseer approve` or `overseer retry`"
                                .formatted(incident.predecessor().orElseThrow())));
    }

    private Result read() {
        look.actAs(clients.credentials(control.descriptor(), incident.target(), !dryRun));
        Optional<R> live = control.control().read(context);
        Instant readAt = clock.instant();
        if (!look.refusals().isEmpty()) {
            return refused();
        }
        incident = incident.answered(readAt);
        if (live.isEmpty()) {
            return absent(readAt);
        }
        incident = incident.withMissingSince(Optional.empty());
        return present(live.get(), readAt);
    }

    private Result absent(Instant now) {
        if (!effectiveWrites().isEmpty()) {
            return over(Kind.REMEDIATED, "gone");
        }
        boolean young = incident.event()
                .filter(event -> event.time().plus(YOUNG).isAfter(now))
                .isPresent();
        Instant since = incident.missingSince().orElse(now);
        Duration left = Duration.between(now, since.plus(SECOND_LOOK));
        if (young && left.isPositive()) {
            // An event can be quicker than the resource that it reports: only a second look tells absent from not yet.
            incident = incident.withMissingSince(Optional.of(since));
            return later(left, "a second look, since it is not there (yet)");
        }
        return over(Kind.GONE, "not there");
    }

    private Result present(R resource, Instant readAt) {
        List<JournaledWrite> written = effectiveWrites();
        Optional<Instant> createdAt = control.control().createdAt(resource);
        if (isReplacement(createdAt, written)) {
            return over(
                    Kind.REMEDIATED, "gone; another of its name was created at " + createdAt.orElseThrow() + " since");
        }
        if (incident.cause() instanceof Cause.Reported(CloudTrailEvent event, boolean creation)
                && creation
                && written.isEmpty()
                && createdAt.isPresent()) {
            Instant created = createdAt.get();
            if (created.isBefore(event.time().minus(SAME_RESOURCE))) {
                return over(Kind.STALE, "created at %s, so it is not the one that was reported".formatted(created));
            }
            callerIsCreator = !created.isAfter(event.time().plus(SAME_RESOURCE));
        }
        findings = inspect(resource);
        if (!look.refusals().isEmpty()) {
            return refused();
        }
        if (findings.isEmpty()) {
            return passes(resource);
        }
        return decided(resource, readAt).orElseGet(() -> remediate(resource, readAt));
    }

    /** What the operator says about a resource that fails its checks; empty if it may be put right. */
    private Optional<Result> decided(R resource, Instant now) {
        Optional<Exemption> exemption = mandate.policy()
                .exemption(
                        incident.control(),
                        incident.target(),
                        incident.event(),
                        () -> control.control().tags(resource, context),
                        now);
        if (!look.refusals().isEmpty()) {
            return Optional.of(refused());
        }
        if (exemption.isPresent()) {
            return Optional.of(over(Kind.EXEMPT, covered(exemption.get())));
        }
        Optional<Undo> undo = exempting(now);
        if (undo.isPresent()) {
            return Optional.of(over(Kind.EXEMPT, covered(undo.get())));
        }
        Optional<String> noRemedy = control.descriptor().announceOnly();
        if (noRemedy.isPresent()) {
            return Optional.of(over(Kind.PLANNED, "no remedy: " + noRemedy.get()));
        }
        Optional<Exemption> undecided = mandate.policy().undecided(incident.control(), incident.event(), now);
        if (undecided.isPresent()) {
            return Optional.of(over(
                    Kind.PLANNED,
                    "found by a sweep, which cannot tell whether an exemption by %s covers it: %s. Put it right by hand, or exempt by resource or tag instead"
                            .formatted(undecided.get().subject().text(), covered(undecided.get()))));
        }
        return dryRun ? Optional.empty() : held(now);
    }

    private static String covered(Exemption exemption) {
        return "%s (%s)".formatted(exemption.text(), exemption.said());
    }

    private static String covered(Undo undo) {
        return "%s (undo of %s)".formatted(undo.exemption(), undo.incident());
    }

    /** A dry run writes nothing, so it need not wait for a ledger that cannot be reached. */
    private Optional<Undo> exempting(Instant now) {
        if (control.descriptor().restores().isEmpty()) {
            return Optional.empty();
        }
        try {
            return ledger.exempting(incident.control(), incident.target(), now);
        } catch (LedgerException unreachable) {
            if (!dryRun) {
                throw unreachable;
            }
            LOG.warn("Whether an undo exempts the target of a dry run cannot be told", unreachable);
            return Optional.empty();
        }
    }

    private Optional<Result> held(Instant now) {
        Optional<Stop> stop = mandate.killSwitch().thrown(incident.control(), incident.target());
        if (stop.isPresent()) {
            return Optional.of(over(
                    Kind.HELD,
                    "the kill switch is thrown by %s: %s"
                            .formatted(stop.get().by(), stop.get().reason())));
        }
        if (isApproved() || !effectiveWrites().isEmpty()) {
            return Optional.empty();
        }
        return graced(now).or(this::needingApproval);
    }

    private Optional<Result> graced(Instant now) {
        if (rule.grace().isZero()) {
            return Optional.empty();
        }
        Instant announced = ledger.announce(id, now);
        Instant until = announced.plus(rule.grace());
        announcedUntil = announced.equals(now) ? Optional.of(until) : Optional.empty();
        return now.isBefore(until)
                ? Optional.of(later(Duration.between(now, until), "its owner, who has until %s".formatted(until)))
                : Optional.empty();
    }

    private Optional<Result> needingApproval() {
        return rule.approval()
                ? Optional.of(over(Kind.HELD, "needs approval: `overseer approve %s --reason …`".formatted(id)))
                : Optional.empty();
    }

    private boolean isApproved() {
        return release.map(leave -> leave.kind() == Release.Kind.APPROVED).orElse(false);
    }

    /** A resource made after our write is not the one that was written to: its own event will tell of it. */
    private static boolean isReplacement(Optional<Instant> createdAt, List<JournaledWrite> written) {
        return !written.isEmpty()
                && createdAt
                        .map(created ->
                                created.isAfter(written.getLast().intent().at()))
                        .orElse(false);
    }

    private List<Finding> inspect(R resource) {
        List<Finding> found = new ArrayList<>();
        inspect(resource, false, found);
        if (found.isEmpty()) {
            inspect(resource, true, found);
        }
        return List.copyOf(found);
    }

    private void inspect(R resource, boolean live, List<Finding> found) {
        for (Check<R> check : control.switchedOn()) {
            if (check.live() == live) {
                check.inspect(resource, context).ifPresent(message -> found.add(new Finding(check.id(), message)));
            }
        }
    }

    private Result passes(R resource) {
        return effectiveWrites().isEmpty()
                ? over(Kind.COMPLIANT, "passes every check")
                : repaired(resource, "passes every check now");
    }

    /** Before it is undone, the resource is held against what it was when it was seen to be right. */
    private Result repaired(R resource, String summary) {
        if (!control.descriptor().restores().isEmpty()) {
            ledger.left(id, new PreState(control.descriptor().masked()).of(resource), clock.instant());
        }
        return over(Kind.REMEDIATED, summary);
    }

    private Result remediate(R resource, Instant readAt) {
        PreState preState = new PreState(control.descriptor().masked());
        Stake stake = new Stake(
                incident.control(), incident.target(), mandate.policy().limits(), isApproved());
        look.allowWrites(new Ground(readAt, findings, () -> preState.kept(resource), stake));
        Progress progress;
        try {
            progress = control.control().remediate(resource, findings, context);
        } finally {
            look.endWrites();
        }
        if (!look.refusals().isEmpty()) {
            return refused();
        }
        return switch (progress) {
            case Progress.Done(String summary) -> done(summary);
            case Progress.Waiting waiting -> waiting(waiting);
            case Progress.Failed(String reason) -> over(Kind.FAILED, reason);
        };
    }

    private Result done(String summary) {
        Optional<R> again = control.control().read(context);
        Instant now = clock.instant();
        if (again.isEmpty()) {
            return effectiveWrites().isEmpty() ? absent(now) : over(Kind.REMEDIATED, summary);
        }
        List<Finding> left = inspect(again.get());
        if (left.isEmpty()) {
            return effectiveWrites().isEmpty()
                    ? over(Kind.COMPLIANT, "passes every check")
                    : repaired(again.get(), summary);
        }
        List<JournaledWrite> written = effectiveWrites();
        if (written.isEmpty()) {
            return over(
                    Kind.FAILED,
                    "done without any write, and it still fails its checks. Control %s returned \"%s\": let it write, wait or say that it failed"
                            .formatted(incident.control(), summary));
        }
        return verifyLater(
                schedule.untilVerified(written.getLast().intent().at(), now, verifiedBy(written)),
                summary,
                written,
                now);
    }

    private Result waiting(Progress.Waiting waiting) {
        if (dryRun) {
            return over(Kind.PLANNED, "would wait for %s, then call %s".formatted(waiting.reason(), declaredWrites()));
        }
        if (waiting.checkpoint().map(String::length).orElse(0) > LONGEST_CHECKPOINT) {
            return over(
                    Kind.FAILED,
                    "control %s leaves a checkpoint of %d characters; the most is %d"
                            .formatted(
                                    incident.control(),
                                    waiting.checkpoint().orElseThrow().length(),
                                    LONGEST_CHECKPOINT));
        }
        incident = incident.withCheckpoint(waiting.checkpoint());
        Instant now = clock.instant();
        List<JournaledWrite> written = effectiveWrites();
        if (!written.isEmpty()) {
            Duration delay =
                    schedule.untilVerified(control.descriptor().pace(), waiting.delay(), now, verifiedBy(written));
            return verifyLater(delay, waiting.reason(), written, now);
        }
        Instant deadline = deadline(now);
        if (!now.isBefore(deadline)) {
            return over(
                    Kind.TIMED_OUT,
                    "still waiting for %s after %s"
                            .formatted(waiting.reason(), Durations.text(Duration.between(incident.openedAt(), now))));
        }
        Duration delay =
                schedule.untilReady(control.descriptor().pace(), waiting.delay(), incident.looks() + 1, now, deadline);
        return later(delay, waiting.reason());
    }

    private Result verifyLater(Duration delay, String awaited, List<JournaledWrite> written, Instant now) {
        if (now.isBefore(verifiedBy(written))) {
            // However often the text of it changes: what is waited for is that the write is seen to have worked.
            return new Result.Later(incident, delay, awaited, VERIFIED, findings, verifiedBy(written), announcedUntil);
        }
        return over(
                Kind.FAILED,
                "%s took effect, but %s later it still %s. Look at it by hand"
                        .formatted(
                                written.getLast().intent().action(),
                                Durations.text(Duration.between(
                                        written.getLast().intent().at(), now)),
                                sentence(findings)));
    }

    /** What the guard refused decides, whatever the control returned, caught or threw. */
    private Result refused() {
        List<String> planned = look.refusals().stream()
                .filter(Refusal.DryRun.class::isInstance)
                .map(refusal -> ((Refusal.DryRun) refusal).call())
                .toList();
        return switch (gravest(look.refusals())) {
            case Refusal.Misuse(String message) -> over(Kind.FAILED, message);
            case Refusal.DryRun(String call) ->
                new Result.Over(incident, Kind.PLANNED, "would call " + call, findings, planned, callerIsCreator);
            case Refusal.NeedsLedger(String reason) -> over(Kind.FAILED, reason);
            case Refusal.NoLedger(String problem) ->
                unanswered("the ledger, without which nothing is written: " + problem);
            case Refusal.UnderWay(String action, Instant since) ->
                later(ANSWER_TO_ANOTHER, "the answer to %s, sent by another worker at %s".formatted(action, since));
            case Refusal.AlreadyDone(String action, Instant at) -> sentBefore(action, at);
            case Refusal.Held(var cause, String reason, Optional<Instant> room) -> held(reason, room);
            case Refusal.OutdatedRead(String action) ->
                later(READ_AGAIN, "another reading, since %s came too long after the last".formatted(action));
        };
    }

    /** What a person released goes on at the limit's pace. */
    private Result held(String reason, Optional<Instant> room) {
        return room.filter(at -> isApproved())
                .<Result>map(at -> later(untilRoom(at), "room under a limit: " + reason))
                .orElseGet(() -> over(Kind.HELD, reason));
    }

    private Duration untilRoom(Instant room) {
        Duration left = Duration.between(clock.instant(), room);
        return left.compareTo(READ_AGAIN) < 0 ? READ_AGAIN : left;
    }

    private Result sentBefore(String action, Instant at) {
        Instant now = clock.instant();
        List<JournaledWrite> written = effectiveWrites();
        return verifyLater(
                schedule.untilVerified(at, now, verifiedBy(written)), "the effect of " + action, written, now);
    }

    private static Refusal gravest(List<Refusal> refusals) {
        return refusals.stream()
                .filter(Refusal.Misuse.class::isInstance)
                .findFirst()
                .orElseGet(refusals::getFirst);
    }

    private Result failed(RuntimeException thrown) {
        Optional<String> offThread = ActionGuard.refusalOutsideALook(thrown);
        if (offThread.isPresent()) {
            return over(Kind.FAILED, "control %s: %s".formatted(incident.control(), offThread.get()));
        }
        Optional<AwsFailure> failure = AwsFailure.of(thrown);
        if (failure.isEmpty()) {
            return new Result.Bug(incident, thrown, findings, callerIsCreator);
        }
        String action = look.lastAction().isEmpty() ? "AWS" : look.lastAction();
        return switch (failure.get()) {
            case AwsFailure.NoAnswer(String reason) -> unanswered("an answer to %s: %s".formatted(action, reason));
            case AwsFailure.Denied(String reason) ->
                over(
                        Kind.FAILED,
                        "%s was denied to %s: %s. Grant what `%s` prints, then retry"
                                .formatted(action, clients.identity(incident.target()), reason, policyCommand()));
            case AwsFailure.Rejected(String reason) ->
                over(Kind.FAILED, "%s was rejected: %s".formatted(action, reason));
        };
    }

    private String policyCommand() {
        return control.control() instanceof Restoring<R> ? "overseer policy iam --undo" : "overseer policy iam";
    }

    private Result unanswered(String awaited) {
        Instant now = clock.instant();
        incident = incident.unanswered(now, retriesBefore);
        // Asking again is no waiting for the resource, so the deadline does not bound it.
        if (incident.unansweredUntil(now).compareTo(LONGEST_OUTAGE) < 0) {
            return later(schedule.untilAnswered(incident.retries()), awaited);
        }
        return over(
                writesAsFarAsKnown().isEmpty() ? Kind.TIMED_OUT : Kind.FAILED,
                "gave up waiting for %s after %s"
                        .formatted(awaited, Durations.text(Duration.between(incident.openedAt(), now))));
    }

    /** Time that its owner has does not count, nor time in which AWS did not answer, up to a day. */
    private Instant deadline(Instant now) {
        return incident.openedAt()
                .plus(control.descriptor().deadline())
                .plus(rule.grace())
                .plus(outage(now));
    }

    private Instant verifiedBy(List<JournaledWrite> written) {
        return written.getLast().intent().at().plus(VERIFICATION).plus(outage(clock.instant()));
    }

    private Duration outage(Instant now) {
        Duration outage = incident.unansweredUntil(now);
        return outage.compareTo(LONGEST_OUTAGE) <= 0 ? outage : LONGEST_OUTAGE;
    }

    /** Asks the ledger once, and again whenever this look has asked it for a write. */
    private List<JournaledWrite> effectiveWrites() {
        if (dryRun) {
            return List.of();
        }
        if (journalAt != look.claims()) {
            journal = ledger.writes(id).stream()
                    .filter(JournaledWrite::mayHaveTakenEffect)
                    .toList();
            journalAt = look.claims();
        }
        return journal;
    }

    private List<JournaledWrite> writesAsFarAsKnown() {
        try {
            return effectiveWrites();
        } catch (LedgerException unreachable) {
            // Which of the two unresolved outcomes it is cannot be told; neither claims success.
            return List.of();
        }
    }

    private String declaredWrites() {
        return control.descriptor().writes().stream()
                .map(action -> action.name())
                .collect(Collectors.joining(", "));
    }

    private static String sentence(List<Finding> findings) {
        return findings.stream().map(Finding::message).collect(Collectors.joining(", "));
    }

    private Result over(Kind kind, String summary) {
        return new Result.Over(incident, kind, summary, findings, List.of(), callerIsCreator);
    }

    private Result later(Duration delay, String reason) {
        return new Result.Later(incident, delay, reason, reason, findings, deadline(clock.instant()), announcedUntil);
    }
}
