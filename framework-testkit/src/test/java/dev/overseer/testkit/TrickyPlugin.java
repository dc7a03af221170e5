package dev.overseer.testkit;

import static dev.overseer.api.AwsAction.action;

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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.DevEndpoint;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/** A plugin whose control reads, checks and remediates as a test pleases: well, unless told otherwise. */
record TrickyPlugin(
        Function<ControlContext, Optional<DevEndpoint>> read,
        List<Check<DevEndpoint>> checks,
        Function<ControlContext, Progress> remedy,
        Function<ControlContext, Stream<ResourceRef>> discovery,
        UnaryOperator<ControlDescriptor.Builder> described)
        implements RemediationPlugin {
    static final String ID = "tricky";
    private static final String ARN = "arn:{partition}:glue:{region}:{account}:devEndpoint/{id}";

    TrickyPlugin() {
        this(
                TrickyPlugin::get,
                List.of(Check.require("subnet", e -> e.subnetId() != null, "has no subnet")),
                context -> {
                    delete(context);
                    return Progress.done("deleted");
                },
                context -> Stream.empty(),
                descriptor -> descriptor);
    }

    TrickyPlugin reading(Function<ControlContext, Optional<DevEndpoint>> other) {
        return new TrickyPlugin(other, checks, remedy, discovery, described);
    }

    TrickyPlugin checking(List<Check<DevEndpoint>> others) {
        return new TrickyPlugin(read, others, remedy, discovery, described);
    }

    TrickyPlugin remediating(Function<ControlContext, Progress> other) {
        return new TrickyPlugin(read, checks, other, discovery, described);
    }

    TrickyPlugin discovering(Function<ControlContext, Stream<ResourceRef>> other) {
        return new TrickyPlugin(read, checks, remedy, other, described);
    }

    TrickyPlugin describedAs(UnaryOperator<ControlDescriptor.Builder> other) {
        return new TrickyPlugin(read, checks, remedy, discovery, other);
    }

    @Override
    public String service() {
        return "glue";
    }

    @Override
    public List<Control<?>> controls() {
        return List.of(new TrickyControl(this));
    }

    static GlueClient glue(ControlContext context) {
        return context.client(GlueClient::builder);
    }

    static Optional<DevEndpoint> get(ControlContext context) {
        try {
            return Optional.of(glue(context)
                    .getDevEndpoint(get -> get.endpointName(context.target().id()))
                    .devEndpoint());
        } catch (EntityNotFoundException gone) {
            return Optional.empty();
        }
    }

    static void delete(ControlContext context) {
        glue(context)
                .deleteDevEndpoint(
                        delete -> delete.endpointName(context.target().id()));
    }

    private record TrickyControl(TrickyPlugin plugin) implements Control<DevEndpoint> {
        @Override
        public ControlDescriptor descriptor() {
            ControlDescriptor.Builder usual = ControlDescriptor.control(ID, "Does as a test pleases")
                    .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                    .reads(action("glue:GetDevEndpoint").on(ARN))
                    .writes(
                            action("glue:DeleteDevEndpoint").on(ARN),
                            action("glue:UpdateDevEndpoint").on(ARN))
                    .pace(Pace.firstAfter(Duration.ofMinutes(1)));
            return plugin.described().apply(usual).build();
        }

        @Override
        public List<ResourceRef> targets(CloudTrailEvent event) {
            return event.request("endpointName").stream()
                    .map(name -> event.resource("AWS::Glue::DevEndpoint", name))
                    .toList();
        }

        @Override
        public Optional<DevEndpoint> read(ControlContext context) {
            return plugin.read().apply(context);
        }

        @Override
        public Stream<ResourceRef> discover(ControlContext context) {
            return plugin.discovery().apply(context);
        }

        @Override
        public List<Check<DevEndpoint>> checks() {
            return plugin.checks();
        }

        @Override
        public Progress remediate(DevEndpoint resource, List<Finding> findings, ControlContext context) {
            return plugin.remedy().apply(context);
        }
    }
}
