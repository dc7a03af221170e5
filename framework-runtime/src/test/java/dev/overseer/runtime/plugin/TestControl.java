package dev.overseer.runtime.plugin;

import static dev.overseer.api.AwsAction.action;

import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A control that says what it is told to. */
record TestControl(Supplier<ControlDescriptor> describes, Supplier<List<Check<String>>> asks)
        implements Control<String> {
    static final String ENDPOINT = "arn:{partition}:glue:{region}:{account}:devEndpoint/{id}";

    static TestControl named(String id) {
        return of(descriptor(id));
    }

    static TestControl of(ControlDescriptor.Builder descriptor) {
        return of(descriptor, List.of(Check.require("subnet", Boolean::parseBoolean, "has no subnet")));
    }

    static TestControl of(ControlDescriptor.Builder descriptor, List<Check<String>> checks) {
        return new TestControl(descriptor::build, () -> checks);
    }

    /** Starts a descriptor that keeps all rules. */
    static ControlDescriptor.Builder descriptor(String id) {
        return withoutRemedy(id)
                .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                .reads(action("glue:GetDevEndpoint").on(ENDPOINT))
                .writes(action("glue:DeleteDevEndpoint").on(ENDPOINT));
    }

    /** Starts a descriptor that only announces. */
    static ControlDescriptor.Builder bare(String id) {
        return withoutRemedy(id).announceOnly("a test");
    }

    static ControlDescriptor.Builder withoutRemedy(String id) {
        return ControlDescriptor.control(id, "Development endpoints have a subnet");
    }

    @Override
    public ControlDescriptor descriptor() {
        return describes.get();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return List.of();
    }

    @Override
    public Optional<String> read(ControlContext context) {
        return Optional.empty();
    }

    @Override
    public List<Check<String>> checks() {
        return asks.get();
    }

    @Override
    public Progress remediate(String resource, List<Finding> findings, ControlContext context) {
        return Progress.done("nothing to do");
    }
}
