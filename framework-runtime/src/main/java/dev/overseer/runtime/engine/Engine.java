package dev.overseer.runtime.engine;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventFormatException;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.ActionGuard;
import dev.overseer.runtime.aws.AwsClients;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.event.Reading.Route;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.incident.SweepRequest;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.notice.Announcer;
import dev.overseer.runtime.notice.Notice;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Opens incidents for events and takes them forward, one look at a time.
 *
 * <p>Never sleeps, starts no thread and knows no queue: waiting is a return value, and the host decides how to wait. Safe
 * for several threads; several engines may look at the same incident at once, as long as they share a ledger.
 */
public final class Engine {
    /** An incident that took so many looks goes in circles. */
    static final int MOST_LOOKS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final PluginCatalog catalog;
    private final Mandate mandate;
    private final DecisionPolicy policy;
    private final AwsClients clients;
    private final ActionGuard guard;
    private final Ledger ledger;
    private final Clock clock;
    private final Schedule schedule;
    private final Installation installation;
    private final Announcer announcer;
    private final OfflineJudge judge = new OfflineJudge();
    private final ControlHealth health = new ControlHealth();
    private final ReadPace pace;

    public Engine(
            PluginCatalog catalog,
            Mandate mandate,
            AwsClients clients,
            ActionGuard guard,
            Ledger ledger,
            Clock clock,
            Schedule schedule,
            Installation installation,
            Announcer announcer) {
        this.catalog = catalog;
        this.mandate = mandate;
        this.policy = mandate.policy().offUnlessListed(catalog.offUnlessListed());
        this.clients = clients;
        this.guard = guard;
        this.ledger = ledger;
        this.clock = clock;
        this.schedule = schedule;
        this.installation = installation;
        this.announcer = announcer;
        this.pace = new ReadPace(clock);
    }

    /** Returns the incidents that an event opens under the controls that its routes name. Calls nothing. */
    public Opening open(CloudTrailEvent event, List<Route> routes) {
        List<Incident> incidents = new ArrayList<>();
        Optional<IgnoredReason> ignored = Optional.empty();
        Optional<String> problem = Optional.empty();
        for (Route route : routes) {
            if (isQuarantined(route.control())) {
                ignored = Optional.of(IgnoredReason.QUARANTINED);
            } else if (policy.ruling(route.control(), event.account(), event.region())
                            .mode()
                    == Mode.OFF) {
                ignored = ignored.or(() -> Optional.of(IgnoredReason.SWITCHED_OFF));
            } else {
                try {
                    List<Incident> named = opened(event, route);
                    ignored = ignored.or(() -> unwanted(event, named));
                    named.stream().filter(this::isWanted).forEach(incidents::add);
                } catch (EventFormatException wrongType) {
                    problem = Optional.of(String.valueOf(wrongType.getMessage()));
                } catch (RuntimeException bug) {
                    health.threw(route.control(), bug);
                    problem = Optional.of(ControlHealth.described(route.control(), bug));
                }
            }
        }
        return new Opening(incidents, reason(incidents, ignored, problem), problem);
    }

    private static Optional<IgnoredReason> reason(
            List<Incident> incidents, Optional<IgnoredReason> ignored, Optional<String> problem) {
        return incidents.isEmpty() && problem.isEmpty()
                ? ignored.or(() -> Optional.of(IgnoredReason.NO_TARGET))
                : ignored.filter(reason -> reason == IgnoredReason.QUARANTINED);
    }

    /**
     * Returns a sweep, which is to be asked on the thread that called this.
     *
     * @param request names {@linkplain SweepRequest#isOnePlace one place}
     * @throws java.util.NoSuchElementException if it does not, or if its control is not installed
     */
    public Sweep sweep(SweepRequest request) {
        return new Sweep(
                catalog.find(request.control()).orElseThrow(), request, guard, clients, pace, clock, schedule, health);
    }

    /** Returns why the operator does not want a place to be swept; empty if it is wanted. */
    public Optional<IgnoredReason> unwanted(SweepRequest request) {
        return unwanted(request.control(), request.place());
    }

    /**
     * Makes sure that an incident which waits can be brought back. Of one that a sweep opened, a message carries only the
     * id; so before it is sent, the ledger must have the rest.
     *
     * @throws LedgerException if it has not
     */
    public void requireKept(Incident waiting) {
        if (waiting.cause() instanceof Cause.Swept
                && ledger.entry(waiting.id())
                        .filter(entry -> entry.incident().looks() >= waiting.looks())
                        .isEmpty()) {
            throw new LedgerException(
                    "Incident %s of a sweep has to wait, and the ledger does not have it".formatted(waiting.id()));
        }
    }

    /** Returns an incident of a sweep as the ledger has it; empty if there is none by that id. */
    Optional<Incident> swept(String id) {
        return ledger.entry(id)
                .map(IncidentEntry::incident)
                .filter(incident -> incident.cause() instanceof Cause.Swept);
    }

    /** Returns whether the events of a control are kept because it could not be loaded or failed again and again. */
    public boolean isQuarantined(String control) {
        return catalog.quarantined(control) || health.quarantined(control);
    }

    /** Returns why the operator does not want a control to look at a target; empty if it is wanted. */
    Optional<IgnoredReason> unwanted(String control, ResourceRef target) {
        if (policy.mode(control, target) == Mode.OFF) {
            return Optional.of(IgnoredReason.SWITCHED_OFF);
        }
        return policy.covers(target.account(), target.region())
                ? Optional.empty()
                : Optional.of(IgnoredReason.OUT_OF_SCOPE);
    }

    /** The targets count where there are any: a bucket may be in another region than the event that names it. */
    private Optional<IgnoredReason> unwanted(CloudTrailEvent event, List<Incident> named) {
        if (named.isEmpty() && !policy.covers(event.account(), event.region())) {
            return Optional.of(IgnoredReason.OUT_OF_SCOPE);
        }
        return named.stream()
                .flatMap(incident -> unwanted(incident.control(), incident.target()).stream())
                .findFirst();
    }

    private boolean isWanted(Incident incident) {
        return unwanted(incident.control(), incident.target()).isEmpty();
    }

    /** Takes an incident one look forward. */
    public Step advance(Incident incident) {
        Optional<Step> byItsEvent = closedByItsEvent(incident);
        if (byItsEvent.isPresent()) {
            log(byItsEvent.get());
            tell(byItsEvent.get());
            return byItsEvent.get();
        }
        MDC.put("incident", incident.id());
        MDC.put("control", incident.control());
        try {
            Step step = step(incident);
            log(step);
            tell(step);
            return step;
        } finally {
            MDC.remove("incident");
            MDC.remove("control");
        }
    }

    /** A resource whose event already shows that it passes costs nothing: no call, no entry in the ledger. */
    private Optional<Step> closedByItsEvent(Incident incident) {
        return incident.looks() > 0
                ? Optional.empty()
                : catalog.find(incident.control())
                        .filter(control -> incident.event()
                                .filter(event -> passesByItsEvent(control, incident, event))
                                .isPresent())
                        .map(control -> {
                            Incident looked = incident.looked();
                            return passed(
                                    looked, outcome(over(incident, Kind.COMPLIANT, "passes every check"), List.of()));
                        });
    }

    private List<Incident> opened(CloudTrailEvent event, Route route) {
        RegisteredControl<?> control = catalog.find(route.control()).orElseThrow();
        Instant now = clock.instant();
        List<ResourceRef> targets = control.control().targets(event);
        return targets.stream()
                .distinct()
                .map(target -> Incident.open(route.control(), target, event, route.creation(), now))
                .toList();
    }

    private Step step(Incident incident) {
        Optional<RegisteredControl<?>> control = catalog.find(incident.control());
        if (control.isEmpty()) {
            return closed(over(
                    incident,
                    Kind.FAILED,
                    "control %s is not installed, or is quarantined; `overseer plugins --check` says why"
                            .formatted(incident.control())));
        }
        if (incident.looks() >= MOST_LOOKS) {
            return closed(over(
                    incident,
                    Kind.FAILED,
                    "still open after %d looks. Look at it by hand".formatted(incident.looks())));
        }
        return look(control.get(), incident);
    }

    private <R> Step look(RegisteredControl<R> control, Incident incident) {
        Examination<R> examination =
                new Examination<>(control, incident, mandate, isDry(incident), ledger, clock, schedule, clients);
        Examination.Result result = examination.run(guard);
        if (incident.cause() instanceof Cause.Swept) {
            // The sweep has counted the read with which the first look begins.
            examination.takeCalls().stream()
                    .skip(incident.looks() == 0 ? 1 : 0)
                    .forEach(action -> pace.count(incident.target(), action));
        }
        return step(result);
    }

    private boolean isDry(Incident incident) {
        return policy.mode(incident.control(), incident.target()) != Mode.ENFORCE;
    }

    /** Never with a live check switched on: {@link OfflineJudge} then leaves something unjudged. */
    private <R> boolean passesByItsEvent(RegisteredControl<R> control, Incident incident, CloudTrailEvent event) {
        try {
            return judge.judge(control, incident.target(), event).verdict() == Judgement.Verdict.PASSES;
        } catch (RuntimeException bug) {
            // The live read decides, as it does for an event that says too little.
            health.threw(incident.control(), bug);
            return false;
        }
    }

    private Step step(Examination.Result result) {
        switch (result) {
            case Examination.Result.Bug bug -> health.threw(bug.incident().control(), bug.thrown());
            case Examination.Result.Over over -> health.behaved(over.incident().control());
            case Examination.Result.Later later ->
                health.behaved(later.incident().control());
        }
        return switch (result) {
            case Examination.Result.Later later -> suspended(later);
            case Examination.Result.Over over -> closed(over);
            case Examination.Result.Bug(
                    Incident incident,
                    RuntimeException thrown,
                    List<Finding> findings,
                    boolean creator) ->
                closed(new Examination.Result.Over(
                        incident,
                        Kind.FAILED,
                        ControlHealth.described(incident.control(), thrown),
                        findings,
                        List.of(),
                        creator));
        };
    }

    private Step closed(Examination.Result.Over over) {
        Incident looked = over.incident().looked();
        if (over.kind() == Kind.COMPLIANT
                && looked.looks() == 1
                && looked.predecessor().isEmpty()) {
            return passed(looked, outcome(over, List.of()));
        }
        if (isDry(looked)) {
            return closedDry(looked, outcome(over, List.of()));
        }
        try {
            Outcome outcome = outcome(over, ledger.writes(looked.id()));
            return new Step.Closed(looked, outcome, ledger.close(entry(looked, new Standing.Over(outcome))));
        } catch (LedgerException unreachable) {
            LOG.error("The outcome {} cannot be kept, so the incident stays open", over.kind(), unreachable);
            Incident waiting = looked.unanswered(clock.instant(), looked.retries());
            return new Step.Suspended(
                    waiting,
                    schedule.untilAnswered(waiting.retries()),
                    "the ledger, which cannot keep the outcome: " + unreachable.getMessage());
        }
    }

    /** What passes at first sight is only counted, and a count that cannot be kept is no reason to look again. */
    private Step passed(Incident looked, Outcome outcome) {
        try {
            ledger.passed(looked.control(), looked.target().account(), outcome.closedAt());
        } catch (LedgerException unreachable) {
            LOG.warn("A compliant resource cannot be counted", unreachable);
        }
        return new Step.Closed(looked, outcome, true);
    }

    private Step suspended(Examination.Result.Later later) {
        Incident looked = later.incident().looked();
        Instant nextLook = clock.instant().plus(later.delay());
        boolean known = looked.told()
                .filter(wait -> wait.covers(later.stage(), nextLook))
                .isPresent();
        // Of a sweep's incident, the ledger's entry is what brings it back.
        Incident waiting = known && looked.event().isPresent() ? looked : kept(looked, later, nextLook);
        later.announcedUntil()
                .ifPresent(until -> tell(new Notice.Announced(
                        descriptor(looked.control()), waiting, later.findings(), until, clock.instant())));
        return new Step.Suspended(waiting, later.delay(), later.reason());
    }

    private Incident kept(Incident looked, Examination.Result.Later later, Instant nextLook) {
        Instant until = heardOfBy(nextLook, later.deadline());
        Incident told = looked.told(new Incident.Told(later.stage(), until));
        try {
            ledger.keep(entry(
                    told, new Standing.Open(later.reason(), nextLook, until, later.deadline(), later.findings())));
            return told;
        } catch (LedgerException unreachable) {
            // The message that brings the incident back is what it depends on; the next look keeps it again.
            LOG.warn("That incident {} waits cannot be kept", looked.id(), unreachable);
            return looked;
        }
    }

    /** A wait that was lost is missed by then. */
    private Instant heardOfBy(Instant nextLook, Instant deadline) {
        Instant soon = clock.instant().plus(Incident.Told.LONGEST);
        Instant until = deadline.isBefore(soon) ? deadline : soon;
        return until.isAfter(nextLook) ? until : nextLook;
    }

    private IncidentEntry entry(Incident looked, Standing standing) {
        Ruling ruling = policy.ruling(
                looked.control(), looked.target().account(), looked.target().region());
        return new IncidentEntry(looked, standing, ruling, installation, clock.instant());
    }

    /** Nothing was written, so a ledger that cannot be reached costs no more than that duplicates count as news. */
    private Step closedDry(Incident looked, Outcome outcome) {
        try {
            return new Step.Closed(looked, outcome, ledger.close(entry(looked, new Standing.Over(outcome))));
        } catch (LedgerException unreachable) {
            LOG.warn("The outcome {} of a dry run cannot be kept", outcome.kind(), unreachable);
            return new Step.Closed(looked, outcome, true);
        }
    }

    private Outcome outcome(Examination.Result.Over over, List<JournaledWrite> journal) {
        List<String> writes = journal.stream()
                .filter(JournaledWrite::mayHaveTakenEffect)
                .map(write -> write.intent().action())
                .distinct()
                .toList();
        return new Outcome(
                over.kind(),
                over.findings().isEmpty() ? putRight(journal) : over.findings(),
                writes,
                over.planned(),
                clock.instant(),
                over.incident().looks() + 1,
                over.summary(),
                over.callerIsCreator());
    }

    /** In a later look than the write's, only the journal still knows what was wrong. */
    private static List<Finding> putRight(List<JournaledWrite> journal) {
        return journal.stream()
                .filter(JournaledWrite::mayHaveTakenEffect)
                .reduce((earlier, later) -> later)
                .map(write -> write.intent().findings())
                .orElse(List.of());
    }

    private static Examination.Result.Over over(Incident incident, Kind kind, String summary) {
        return new Examination.Result.Over(
                incident, kind, summary, List.of(), List.of(), incident.event().isPresent());
    }

    /** By now the ledger has kept it, or never will: what was told before is no news to it. */
    private void tell(Step step) {
        if (step instanceof Step.Closed(Incident incident, Outcome outcome, boolean news) && news) {
            tell(new Notice.Over(descriptor(incident.control()), incident, outcome));
        }
    }

    /** Who is told has no say in what becomes of an incident. */
    private void tell(Notice notice) {
        try {
            announcer.tell(notice);
        } catch (RuntimeException bug) {
            LOG.error("Nobody is told that {} is {}", notice.incident().id(), notice.state(), bug);
        }
    }

    private ControlDescriptor descriptor(String control) {
        return catalog.find(control)
                .<ControlDescriptor>map(RegisteredControl::descriptor)
                .orElseGet(() -> ControlDescriptor.control(control, "A control that is not installed")
                        .build());
    }

    private static void log(Step step) {
        if (LOG.isInfoEnabled()) {
            Incident incident = step.incident();
            String what = switch (step) {
                case Step.Closed closed ->
                    closed.outcome().kind() + ": " + closed.outcome().summary();
                case Step.Suspended suspended ->
                    "again in %s, waiting for %s".formatted(Durations.text(suspended.delay()), suspended.reason());
            };
            LOG.info(
                    "{} {} {} in {}/{}: {}",
                    incident.id(),
                    incident.control(),
                    Printable.line(incident.target().id(), 200),
                    incident.target().account(),
                    incident.target().region(),
                    Printable.line(what));
        }
    }
}
