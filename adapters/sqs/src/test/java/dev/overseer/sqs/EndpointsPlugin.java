package dev.overseer.sqs;

import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import dev.overseer.plugin.glue.DevEndpointControl;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.DevEndpoint;

/** Guards endpoints of which one event, {@code CreateDevEndpoints}, creates several. */
final class EndpointsPlugin implements RemediationPlugin {
    @Override
    public String service() {
        return "glue";
    }

    @Override
    public List<Control<?>> controls() {
        return List.of(new EndpointsControl());
    }

    private static final class EndpointsControl implements Control<DevEndpoint> {
        private final DevEndpointControl one = new DevEndpointControl();

        @Override
        public ControlDescriptor descriptor() {
            ControlDescriptor same = one.descriptor();
            return ControlDescriptor.control("glue-dev-endpoints", "Endpoints are private")
                    .severity(same.severity())
                    .on(EventPattern.creations("glue", "CreateDevEndpoints"))
                    .reads(same.reads().getFirst())
                    .writes(same.writes().getFirst())
                    .pace(same.pace())
                    .deadline(same.deadline())
                    .build();
        }

        @Override
        public List<ResourceRef> targets(CloudTrailEvent event) {
            return event.request()
                    .path("endpointNames")
                    .valueStream()
                    .map(name -> event.resource("AWS::Glue::DevEndpoint", name.asText()))
                    .toList();
        }

        @Override
        public Optional<DevEndpoint> read(ControlContext context) {
            return one.read(context);
        }

        @Override
        public List<Check<DevEndpoint>> checks() {
            return one.checks();
        }

        @Override
        public Progress remediate(DevEndpoint endpoint, List<Finding> findings, ControlContext context) {
            return one.remediate(endpoint, findings, context);
        }
    }
}
