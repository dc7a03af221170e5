package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A control that judges no event: what the live resource says decides alone. */
record LiveOnly<R>(Control<R> control) implements Control<R> {
    @Override
    public ControlDescriptor descriptor() {
        return control.descriptor();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return control.targets(event);
    }

    @Override
    public Optional<R> read(ControlContext context) {
        return control.read(context);
    }

    @Override
    public List<Check<R>> checks() {
        return control.checks();
    }

    @Override
    public Progress remediate(R resource, List<Finding> findings, ControlContext context) {
        return control.remediate(resource, findings, context);
    }

    @Override
    public Progress restore(JsonNode preState, ControlContext context) {
        return control.restore(preState, context);
    }

    @Override
    public Optional<Instant> createdAt(R resource) {
        return control.createdAt(resource);
    }

    @Override
    public Map<String, String> tags(R resource, ControlContext context) {
        return control.tags(resource, context);
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return control.discover(context);
    }
}
