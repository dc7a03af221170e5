package dev.overseer.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.runtime.aws.ActionGuard;
import dev.overseer.runtime.aws.AwsClients;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.KillSwitch;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.JournaledWrite;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.LedgerException;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes remediations because people ask for it, one look at a time. Waiting is a return value, as in {@link Engine}.
 *
 * <p>An undo is a person's act: neither mode nor limits, grace or approval hold it, but the kill switch does, which stops all
 * writes. It is kept in the ledger before anything is written, and from then on the control leaves the resource alone; what a
 * crash interrupts goes on when it is asked for again, by whomever. Safe for several threads, and for several at once.
 */
public final class Undoing {
    private static final String GONE = "it is not there any more";
    private static final Logger LOG = LoggerFactory.getLogger(Undoing.class);

    private final PluginCatalog catalog;
    private final KillSwitch killSwitch;
    private final AwsClients clients;
    private final ActionGuard guard;
    private final LedgerArchive ledger;
    private final Clock clock;
    private final Schedule schedule;

    public Undoing(
            PluginCatalog catalog,
            KillSwitch killSwitch,
            AwsClients clients,
            ActionGuard guard,
            LedgerArchive ledger,
            Clock clock,
            Schedule schedule) {
        this.catalog = catalog;
        this.killSwitch = killSwitch;
        this.clients = clients;
        this.guard = guard;
        this.ledger = ledger;
        this.clock = clock;
        this.schedule = schedule;
    }

    /** Whether an incident can be undone, as far as the ledger tells. */
    public sealed interface Prospect {

        /**
         * It can.
         *
         * @param entry the incident
         * @param control what remediated it
         * @param before the resource as it was before the remediation
         * @param left the resource as the remediation left it
         */
        record Open(IncidentEntry entry, RegisteredControl<?> control, JsonNode before, JsonNode left)
                implements Prospect {

            /** Returns the incident in which it is undone, before its first look. */
            public Incident opened(Instant now) {
                Incident remediated = entry.incident();
                return remediated.undoneBy(Restoring.id(remediated.control()), now);
            }
        }

        /**
         * It cannot.
         *
         * @param reason as a predicate of the incident, without a full stop
         * @param before the resource as it was, where the ledger has it and a person may want to make it anew
         */
        record Closed(String reason, Optional<String> before) implements Prospect {}
    }

    /**
     * Who wants a remediation undone.
     *
     * @param by as STS knows them
     * @param exemptFor how long the control leaves the resource alone from now on; positive
     */
    public record Request(String by, String reason, Duration exemptFor) {}

    /** What a look ends in that writes nothing. */
    public sealed interface Preview permits Planned, Failed, Waiting {}

    /** What one look at an undo ends in. */
    public sealed interface Step permits Undone, Failed, Waiting {}

    /** These calls would be made; none if the resource is what it was before already, or is waited for first. */
    public record Planned(List<String> calls, String summary) implements Preview {
        public Planned {
            calls = List.copyOf(calls);
        }
    }

    /** The resource was seen to be what it was before. */
    public record Undone(Undo undo) implements Step {}

    /** It will not be undone; says why and what to do. */
    public record Failed(String reason) implements Preview, Step {}

    /** Bring the incident back after a delay. */
    public record Waiting(Incident incident, Duration delay, String reason) implements Preview, Step {}

    /**
     * Returns whether an incident can be undone. Calls no AWS.
     *
     * @throws LedgerException if the ledger cannot be reached
     */
    public Prospect prospect(String incident) {
        Optional<IncidentEntry> entry = ledger.entry(incident);
        if (entry.isEmpty()) {
            return closed("is not in the ledger. `overseer incidents --outcome REMEDIATED` lists what was remediated");
        }
        return ledger.undo(incident)
                .filter(Undo::isDone)
                .<Prospect>map(done -> closed(done(done)))
                .orElseGet(() -> prospect(entry.get()));
    }

    private Prospect prospect(IncidentEntry entry) {
        if (!entry.state().equals(Kind.REMEDIATED.name())) {
            return closed("is %s. Only what was REMEDIATED can be undone".formatted(entry.state()));
        }
        String id = entry.incident().id();
        Optional<RegisteredControl<?>> control = catalog.find(entry.incident().control());
        Optional<String> before = ledger.writes(id).stream()
                .filter(JournaledWrite::mayHaveTakenEffect)
                .findFirst()
                .map(write -> write.intent().preState());
        if (control.isEmpty()) {
            return new Prospect.Closed(
                    "is of control %s, which is not installed, or is quarantined; `overseer plugins --check` says why"
                            .formatted(entry.incident().control()),
                    before);
        }
        if (before.isEmpty()) {
            return closed("has no pre-state: the ledger keeps no write of it any more");
        }
        return prospect(entry, control.get(), before.get(), ledger.left(id));
    }

    private static Prospect prospect(
            IncidentEntry entry, RegisteredControl<?> control, String before, Optional<String> left) {
        if (control.descriptor().restores().isEmpty()) {
            return new Prospect.Closed(
                    "cannot be undone: what control %s does has no way back".formatted(control.id()),
                    Optional.of(before));
        }
        JsonNode kept = Likeness.tree(before);
        Optional<String> gap = PreState.gap(kept);
        if (gap.isPresent()) {
            return new Prospect.Closed(
                    "cannot be undone, since its pre-state is not whole: %s. Restore it by hand".formatted(gap.get()),
                    Optional.of(before));
        }
        return left.<Prospect>map(state -> new Prospect.Open(entry, control, kept, Likeness.tree(state)))
                .orElseGet(() -> new Prospect.Closed(
                        "cannot be undone: the ledger does not say how the remediation left the resource, so changes since could be lost. Restore it by hand",
                        Optional.of(before)));
    }

    /** Returns what an undo would call, after one look at the resource that writes nothing. */
    public Preview preview(Prospect.Open open, Incident incident) {
        Looked looked = look(open.control(), open, incident, true);
        return switch (looked.result()) {
            case Examination.Result.Later later -> waiting(later);
            case Examination.Result.Bug bug -> new Failed(described(bug));
            case Examination.Result.Over over -> planned(over, looked.gone());
        };
    }

    private static Preview planned(Examination.Result.Over over, boolean gone) {
        if (gone) {
            return new Failed(GONE);
        }
        return switch (over.kind()) {
            case PLANNED -> new Planned(over.planned(), over.summary());
            case COMPLIANT, REMEDIATED -> new Planned(List.of(), "is what it was before already");
            case GONE, STALE, EXEMPT, HELD, TIMED_OUT, FAILED -> new Failed(over.summary());
        };
    }

    /**
     * Takes an undo one look forward, and keeps in the ledger that it has begun, and how it ended.
     *
     * @throws LedgerException if that cannot be kept; asking again goes on where it was
     */
    public Step advance(Prospect.Open open, Request request, Incident incident) {
        Undo counting = ledger.begin(begun(open.entry().incident(), request, incident));
        if (counting.isDone()) {
            return new Failed(done(counting));
        }
        if (incident.looks() >= Engine.MOST_LOOKS) {
            return failed(counting, "still not undone after %d looks. Look at it by hand".formatted(incident.looks()));
        }
        Looked looked = look(open.control(), open, incident, false);
        return switch (looked.result()) {
            case Examination.Result.Later later -> waiting(later);
            case Examination.Result.Bug bug -> failed(counting, described(bug));
            case Examination.Result.Over over -> ended(counting, over, looked.gone());
        };
    }

    private Undo begun(Incident remediated, Request request, Incident incident) {
        Instant now = clock.instant();
        return new Undo(
                remediated.id(),
                incident.id(),
                remediated.control(),
                remediated.target(),
                request.by(),
                request.reason(),
                now,
                now.plus(request.exemptFor()),
                Optional.empty());
    }

    private Step ended(Undo undo, Examination.Result.Over over, boolean gone) {
        if (gone) {
            return failed(undo, GONE);
        }
        return switch (over.kind()) {
            case REMEDIATED -> undone(undo, "is what it was before");
            case COMPLIANT -> undone(undo, "was what it was before already");
            case GONE, STALE, EXEMPT, HELD, PLANNED, TIMED_OUT, FAILED -> failed(undo, over.summary());
        };
    }

    private Undone undone(Undo undo, String summary) {
        Undo ended = undo.ended(Undo.Result.UNDONE, summary, clock.instant());
        end(ended);
        return new Undone(ended);
    }

    private Failed failed(Undo undo, String reason) {
        Undo.Result result = hasWritten(undo.journal()) ? Undo.Result.UNDONE_IN_PART : Undo.Result.NOT_UNDONE;
        end(undo.ended(result, reason, clock.instant()));
        return new Failed(reason);
    }

    private void end(Undo ended) {
        ledger.end(ended);
        Undo.End end = ended.end().orElseThrow();
        LOG.info("{} {}: {}", ended.incident(), end.result(), Printable.line(end.summary()));
    }

    private static Waiting waiting(Examination.Result.Later later) {
        return new Waiting(later.incident().looked(), later.delay(), later.reason());
    }

    /** What a look found, and whether the resource is gone. */
    private record Looked(Examination.Result result, boolean gone) {}

    private <R> Looked look(RegisteredControl<R> control, Prospect.Open open, Incident incident, boolean dryRun) {
        Restoring<R> restoring = new Restoring<>(control, open.before(), open.left(), () -> hasWritten(incident.id()));
        String repaired = control.id();
        Mandate mandate =
                new Mandate(DecisionPolicy.enforceAll(), (undoing, target) -> killSwitch.thrown(repaired, target));
        Examination<R> examination =
                new Examination<>(restoring.registered(), incident, mandate, dryRun, ledger, clock, schedule, clients);
        return new Looked(examination.runByHand(guard), restoring.isGone());
    }

    private boolean hasWritten(String journal) {
        return ledger.writes(journal).stream().anyMatch(JournaledWrite::mayHaveTakenEffect);
    }

    private static String described(Examination.Result.Bug bug) {
        return ControlHealth.described(bug.incident().control(), bug.thrown());
    }

    private static String done(Undo undo) {
        return "was undone by %s at %s: %s"
                .formatted(undo.by(), undo.at().truncatedTo(ChronoUnit.SECONDS), undo.reason());
    }

    private static Prospect closed(String reason) {
        return new Prospect.Closed(reason, Optional.empty());
    }
}
