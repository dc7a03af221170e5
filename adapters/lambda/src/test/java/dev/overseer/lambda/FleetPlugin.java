package dev.overseer.lambda;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;

import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Pace;
import dev.overseer.api.Progress;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import dev.overseer.api.Severity;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Events with many targets, all of them compliant, without AWS. */
public final class FleetPlugin implements RemediationPlugin {
    /** A ship that makes the plugin fail as if a class was missing. */
    static final String NOT_LINKED = "not-linked";

    static EventBuilder started(String... ships) {
        return Events.apiCall("fleet", "StartFleet").request("ships", List.of(ships));
    }

    @Override
    public String service() {
        return "fleet";
    }

    @Override
    public List<Control<?>> controls() {
        return List.of(new Ships());
    }

    /** One ship each. */
    public static final class Ships implements Control<String> {
        @Override
        public ControlDescriptor descriptor() {
            return ControlDescriptor.control("fleet-ship", "Ships float")
                    .severity(Severity.LOW)
                    .on(EventPattern.apiCalls("fleet", "StartFleet"))
                    .reads(action("fleet:GetShip").onAnyResource("ships have no ARN"))
                    .announceOnly("a ship is not put right from here")
                    .pace(Pace.firstAfter(Duration.ofMinutes(1)).then(Duration.ofMinutes(1)))
                    .deadline(Duration.ofMinutes(30))
                    .build();
        }

        @Override
        public List<ResourceRef> targets(CloudTrailEvent event) {
            return event.request()
                    .path("ships")
                    .valueStream()
                    .map(name -> event.resource("Example::Fleet::Ship", name.asText()))
                    .toList();
        }

        @Override
        public Optional<String> read(ControlContext context) {
            if (context.target().id().equals(NOT_LINKED)) {
                throw new NoClassDefFoundError("example/Missing");
            }
            return Optional.of(context.target().id());
        }

        @Override
        public List<Check<String>> checks() {
            return List.of(require("floats", ship -> true, "sinks"));
        }

        @Override
        public Progress remediate(String ship, List<Finding> findings, ControlContext context) {
            return Progress.failed("nothing to do");
        }
    }
}
