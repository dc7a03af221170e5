package dev.overseer.plugin.glue;

import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.api.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.DevEndpoint;

/**
 * Deletes Glue development endpoints that fail the checks of {@link DevEndpointControl} when their libraries, keys or
 * arguments are changed. An update says nothing of encryption or network, so the live endpoint decides.
 *
 * <p>Off unless it is listed: people update an endpoint while they work with it, and some were there before Overseer was. A
 * sweep of {@code glue-dev-endpoint} finds these too.
 */
public final class DevEndpointUpdateControl implements Control<DevEndpoint> {
    private static final DevEndpointControl CREATION = new DevEndpointControl();

    /** For {@link GluePlugin}. */
    public DevEndpointUpdateControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return DevEndpointControl.describedAs(
                        "glue-dev-endpoint-update",
                        "Glue development endpoints that are changed are encrypted and private")
                .severity(Severity.HIGH)
                .on(EventPattern.apiCalls("glue", "UpdateDevEndpoint"))
                .offUnlessListed()
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return CREATION.targets(event);
    }

    @Override
    public Optional<DevEndpoint> read(ControlContext context) {
        return CREATION.read(context);
    }

    @Override
    public List<Check<DevEndpoint>> checks() {
        return CREATION.checks();
    }

    @Override
    public Progress remediate(DevEndpoint endpoint, List<Finding> findings, ControlContext context) {
        return CREATION.remediate(endpoint, findings, context);
    }

    @Override
    public Optional<Instant> createdAt(DevEndpoint endpoint) {
        return CREATION.createdAt(endpoint);
    }

    @Override
    public Map<String, String> tags(DevEndpoint endpoint, ControlContext context) {
        return CREATION.tags(endpoint, context);
    }
}
