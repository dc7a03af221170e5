package dev.overseer.runtime.engine;

import dev.overseer.api.AwsAction;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.aws.ActionGuard;
import dev.overseer.runtime.aws.AwsClients;
import dev.overseer.runtime.aws.AwsFailure;
import dev.overseer.runtime.aws.Look;
import dev.overseer.runtime.aws.NoRoleException;
import dev.overseer.runtime.aws.Refusal;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.SweepRequest;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sweep of one place, resource by resource, in the order in which the service lists them. Pages are asked for when they
 * are needed. Nothing is written while resources are listed; each becomes an incident of its own, which {@link
 * Engine#advance} takes on. For the thread that made it.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int LONGEST_NAME = 200;

    private final RegisteredControl<?> control;
    private final SweepRequest request;
    private final ResourceRef place;
    private final ActionGuard guard;
    private final AwsClients clients;
    private final ReadPace pace;
    private final Clock clock;
    private final Schedule schedule;
    private final ControlHealth health;
    private final Look look;
    private final List<String> reads;

    /** Ids that need no look any more, in this sweep or before. */
    private final Set<String> passed = new HashSet<>();

    private Optional<String> after;
    private int retries;
    private boolean hasPaused;
    private @Nullable Iterator<ResourceRef> resources;

    Sweep(
            RegisteredControl<?> control,
            SweepRequest request,
            ActionGuard guard,
            AwsClients clients,
            ReadPace pace,
            Clock clock,
            Schedule schedule,
            ControlHealth health) {
        this.control = control;
        this.request = request;
        this.place = request.place();
        this.guard = guard;
        this.clients = clients;
        this.pace = pace;
        this.clock = clock;
        this.schedule = schedule;
        this.health = health;
        this.after = request.after();
        this.retries = request.retries();
        this.reads = Stream.concat(control.descriptor().reads().stream(), control.descriptor().writes().stream())
                .map(AwsAction::name)
                .toList();
        this.look = new Look("of a sweep", control.descriptor(), place, true);
    }

    /** What comes next. */
    public sealed interface Next {

        /** A resource, to be looked at. */
        record Found(Incident incident) implements Next {}

        /** Nothing yet: wait, so as not to use up what AWS allows others, then ask again. */
        record Pause(Duration delay) implements Next {}

        /**
         * Nothing yet: AWS did not answer. Wait, then ask again.
         *
         * @param reason what is being waited for, completing "waiting for …"
         * @param retries how often in a row it did not
         */
        record Unanswered(Duration delay, String reason, int retries) implements Next {}

        /** The sweep cannot go on; says why and what to do. */
        record Failed(String reason) implements Next {}

        /** There are no more. */
        record End() implements Next {}
    }

    /** Returns what comes next. Never waits: after a pause it goes on, whether anybody waited or not. */
    public Next next() {
        while (true) {
            Duration rest = pace.untilFree(place, reads);
            if (rest.isPositive() && !hasPaused) {
                hasPaused = true;
                return new Next.Pause(rest);
            }
            hasPaused = false;
            Optional<Next> next = guard.during(look, this::pull);
            look.takeCalls().forEach(action -> pace.count(place, action));
            if (next.isPresent()) {
                return next.get();
            }
        }
    }

    /** Returns empty if what came next needs no look. */
    private Optional<Next> pull() {
        try {
            Optional<Next> next = advance();
            return look.refusals().isEmpty() ? next : Optional.of(refused());
        } catch (NoRoleException unreachable) {
            return Optional.of(new Next.Failed(String.valueOf(unreachable.getMessage())));
        } catch (RuntimeException thrown) {
            return Optional.of(look.refusals().isEmpty() ? failed(thrown) : refused());
        }
    }

    private Optional<Next> advance() {
        // Each time anew, since a session ends after a while.
        look.actAs(clients.credentials(control.descriptor(), place, false));
        if (resources == null) {
            resources = control.control()
                    .discover(new DiscoveryContext(control, place, clients))
                    .iterator();
        }
        boolean more = resources.hasNext();
        retries = 0;
        if (more) {
            return found(resources.next());
        }
        return after.isPresent() ? again() : Optional.of(new Next.End());
    }

    /** A resource may be gone by the time at which its sweep goes on behind it: then nobody knows where that was. */
    private Optional<Next> again() {
        LOG.warn(
                "The sweep of {} begins anew, since {} is not there any more",
                request,
                Printable.line(after.orElseThrow(), LONGEST_NAME));
        after = Optional.empty();
        passed.clear();
        resources = null;
        return Optional.empty();
    }

    private Optional<Next> found(ResourceRef resource) {
        if (!resource.account().equals(place.account())) {
            return Optional.of(new Next.Failed(
                    "control %s discovered %s in account %s, but the sweep is of account %s. This is a bug in its plugin: report it to the plugin's authors"
                            .formatted(
                                    control.id(),
                                    Printable.line(resource.id(), LONGEST_NAME),
                                    resource.account(),
                                    place.account())));
        }
        // Some services list the resources of all regions in each: it is found in its own region's sweep.
        boolean isElsewhere = !resource.region().equals(place.region());
        if (isElsewhere || !passed.add(resource.id())) {
            return Optional.empty();
        }
        if (after.isPresent()) {
            after = after.filter(id -> !id.equals(resource.id()));
            return Optional.empty();
        }
        // For the read with which its look begins.
        reads.stream().findFirst().ifPresent(action -> pace.count(place, action));
        return Optional.of(new Next.Found(
                Incident.open(control.id(), resource, new Cause.Swept(request.startedAt()), clock.instant())));
    }

    private Next refused() {
        return new Next.Failed(look.refusals().stream()
                .filter(Refusal.Misuse.class::isInstance)
                .map(refusal -> ((Refusal.Misuse) refusal).message())
                .findFirst()
                .orElse("control %s wrote while it discovered".formatted(control.id())));
    }

    private Next failed(RuntimeException thrown) {
        resources = null;
        Optional<String> offThread = ActionGuard.refusalOutsideALook(thrown);
        if (offThread.isPresent()) {
            return new Next.Failed("control %s: %s".formatted(control.id(), offThread.get()));
        }
        Optional<AwsFailure> failure = AwsFailure.of(thrown);
        if (failure.isEmpty()) {
            health.threw(control.id(), thrown);
            return new Next.Failed(ControlHealth.described(control.id(), thrown));
        }
        String action = look.lastAction().isEmpty() ? "AWS" : look.lastAction();
        return switch (failure.get()) {
            case AwsFailure.NoAnswer(String reason) -> {
                retries++;
                yield new Next.Unanswered(
                        schedule.untilAnswered(retries), "an answer to %s: %s".formatted(action, reason), retries);
            }
            case AwsFailure.Denied(String reason) ->
                new Next.Failed("%s was denied to %s: %s. Grant what `overseer policy iam` prints"
                        .formatted(action, clients.identity(place), reason));
            case AwsFailure.Rejected(String reason) -> new Next.Failed("%s was rejected: %s".formatted(action, reason));
        };
    }
}
