package dev.overseer.testkit;

import static dev.overseer.api.AwsAction.action;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.DevEndpoint;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/**
 * A plugin that repairs in place: it takes the keys from development endpoints, and an undo gives them back, or does as a test
 * pleases.
 */
record RepairingPlugin(
        BiFunction<JsonNode, ControlContext, Progress> restore, UnaryOperator<ControlDescriptor.Builder> described)
        implements RemediationPlugin {
    static final String ID = "glue-keys";
    static final String ARN = "arn:{partition}:glue:{region}:{account}:devEndpoint/{id}";

    RepairingPlugin() {
        this(RepairingPlugin::giveKeysBack, descriptor -> descriptor);
    }

    RepairingPlugin restoring(BiFunction<JsonNode, ControlContext, Progress> other) {
        return new RepairingPlugin(other, described);
    }

    RepairingPlugin describedAs(UnaryOperator<ControlDescriptor.Builder> other) {
        return new RepairingPlugin(restore, other);
    }

    @Override
    public String service() {
        return "glue";
    }

    @Override
    public List<Control<?>> controls() {
        return List.of(new KeyControl(this));
    }

    static Progress giveKeysBack(JsonNode before, ControlContext context) {
        List<String> keys =
                before.path("PublicKeys").valueStream().map(JsonNode::textValue).toList();
        context.client(GlueClient::builder)
                .updateDevEndpoint(
                        update -> update.endpointName(context.target().id()).addPublicKeys(keys));
        return Progress.done("gave the keys back");
    }

    private record KeyControl(RepairingPlugin plugin) implements Control<DevEndpoint> {
        @Override
        public ControlDescriptor descriptor() {
            ControlDescriptor.Builder usual = ControlDescriptor.control(ID, "Development endpoints have no keys")
                    .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                    .reads(action("glue:GetDevEndpoint").on(ARN))
                    .writes(
                            action("glue:UpdateDevEndpoint").on(ARN),
                            action("glue:DeleteDevEndpoint").on(ARN))
                    .restores(action("glue:UpdateDevEndpoint").on(ARN))
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
            try {
                return Optional.of(context.client(GlueClient::builder)
                        .getDevEndpoint(get -> get.endpointName(context.target().id()))
                        .devEndpoint());
            } catch (EntityNotFoundException gone) {
                return Optional.empty();
            }
        }

        @Override
        public List<Check<DevEndpoint>> checks() {
            return List.of(
                    Check.require("keys", endpoint -> endpoint.publicKeys().isEmpty(), "has keys"));
        }

        @Override
        public Progress remediate(DevEndpoint endpoint, List<Finding> findings, ControlContext context) {
            context.client(GlueClient::builder)
                    .updateDevEndpoint(update ->
                            update.endpointName(endpoint.endpointName()).deletePublicKeys(endpoint.publicKeys()));
            return Progress.done("took the keys away");
        }

        @Override
        public Progress restore(JsonNode preState, ControlContext context) {
            return plugin.restore().apply(preState, context);
        }
    }
}
