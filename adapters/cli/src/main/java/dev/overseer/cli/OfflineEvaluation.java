package dev.overseer.cli;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.engine.OfflineJudge;
import dev.overseer.runtime.event.EventRouter;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Position;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.event.Reading.Route;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Judges what the reader read by the events alone. */
final class OfflineEvaluation implements Consumer<Reading> {
    private final PluginCatalog catalog;
    private final DecisionPolicy policy;
    private final EventRouter router;
    private final Consumer<Result> to;
    private final OfflineJudge judge;

    OfflineEvaluation(PluginCatalog catalog, DecisionPolicy policy, EventRouter router, Consumer<Result> to) {
        this(catalog, policy.offUnlessListed(catalog.offUnlessListed()), router, new OfflineJudge(), to);
    }

    private OfflineEvaluation(
            PluginCatalog catalog, DecisionPolicy policy, EventRouter router, OfflineJudge judge, Consumer<Result> to) {
        this.catalog = catalog;
        this.policy = policy;
        this.router = router;
        this.judge = judge;
        this.to = to;
    }

    /** Returns what this makes of an event, and tells nobody. Safe for several threads. */
    List<Result> results(Reading reading) {
        List<Result> results = new ArrayList<>(1);
        new OfflineEvaluation(catalog, policy, router, judge, results::add).accept(reading);
        return results;
    }

    @Override
    public void accept(Reading reading) {
        switch (reading) {
            case Reading.Routed routed -> judge(routed.event(), routed.routes(), routed.source(), routed.position());
            case Reading.Resumed resumed -> judge(resumed);
            case Reading.Ignored(IgnoredReason reason, EventRow row) ->
                to.accept(new Result.Ignored(kept(reason), row));
            case Reading.Sweep sweep ->
                to.accept(unreadable(
                        sweep.source(), sweep.position(), "a request for a sweep, which has no event to be judged"));
            case Reading.Unreadable unreadable -> to.accept(new Result.Unreadable(unreadable));
        }
    }

    /** What no control wants may belong to a plugin that failed before its patterns were known. */
    private IgnoredReason kept(IgnoredReason reason) {
        return reason == IgnoredReason.NO_CONTROL && catalog.incomplete() ? IgnoredReason.QUARANTINED : reason;
    }

    private void judge(Reading.Resumed resumed) {
        if (resumed.event().isEmpty()) {
            to.accept(unreadable(resumed.source(), resumed.position(), "not a suspended incident: has no event"));
            return;
        }
        CloudTrailEvent event = resumed.event().get();
        List<Route> routes = router.route(event);
        if (routes.isEmpty()) {
            to.accept(new Result.Ignored(kept(IgnoredReason.NO_CONTROL), EventRow.of(event)));
        } else {
            judge(event, routes, resumed.source(), resumed.position());
        }
    }

    private void judge(CloudTrailEvent event, List<Route> routes, String source, Position position) {
        // Nothing is told before all is judged: an event is unreadable as a whole or not at all.
        List<Result> results = new ArrayList<>();
        for (Route route : routes) {
            try {
                judge(event, route.control(), results);
            } catch (EventFormatException wrongType) {
                to.accept(unreadable(source, position, event + ": " + wrongType.getMessage()));
                return;
            } catch (RuntimeException bug) {
                to.accept(unreadable(source, position, bug(event, route.control(), bug)));
                return;
            }
        }
        if (results.isEmpty()) {
            to.accept(new Result.Ignored(IgnoredReason.NO_TARGET, EventRow.of(event)));
        }
        results.forEach(to);
    }

    private void judge(CloudTrailEvent event, String id, List<Result> results) {
        if (catalog.quarantined(id)) {
            results.add(new Result.Ignored(IgnoredReason.QUARANTINED, EventRow.of(event)));
            return;
        }
        RegisteredControl<?> control = catalog.find(id).orElseThrow();
        control.control().targets(event).stream()
                .distinct()
                .forEach(target -> results.add(judge(event, control, target)));
    }

    private Result judge(CloudTrailEvent event, RegisteredControl<?> control, ResourceRef target) {
        if (policy.mode(control.id(), target) == Mode.OFF) {
            return new Result.Ignored(IgnoredReason.SWITCHED_OFF, EventRow.of(event));
        }
        if (!policy.covers(target.account(), target.region())) {
            return new Result.Ignored(IgnoredReason.OUT_OF_SCOPE, EventRow.of(event));
        }
        return new Result.Judged(control.id(), target, event, judge.judge(control, target, event));
    }

    private static Result unreadable(String source, Position position, String problem) {
        return new Result.Unreadable(new Reading.Unreadable(source, position.toString(), problem));
    }

    private static String bug(CloudTrailEvent event, String control, RuntimeException bug) {
        return "%s: control %s threw %s. This is a bug in its plugin: report it to the plugin's authors"
                .formatted(event, control, bug);
    }
}
