package dev.overseer.plugin.glue;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;
import static dev.overseer.plugin.glue.Given.isGiven;

import dev.overseer.api.AwsAction;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Pace;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.api.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.DevEndpoint;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;

/**
 * Deletes Glue development endpoints that were created without encryption, network or key.
 *
 * <p>Deleting is the only remedy: none of the four can be added by <a
 * href="https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateDevEndpoint.html">UpdateDevEndpoint</a>, except for the
 * keys, which only the owner has.
 */
public final class DevEndpointControl implements Control<DevEndpoint> {
    private static final String TYPE = "AWS::Glue::DevEndpoint";
    private static final Tags TAGS = new Tags("devEndpoint");
    private static final Duration POLL = Duration.ofSeconds(30);

    /** For {@link GluePlugin}. */
    public DevEndpointControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return describedAs("glue-dev-endpoint", "Glue development endpoints are encrypted and private")
                .severity(Severity.HIGH)
                .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                .reads(action("glue:GetDevEndpoints").onAnyResource("Glue knows no resource for a list of endpoints"))
                .build();
    }

    /** Starts the descriptor of a control that reads, judges and deletes endpoints. */
    static ControlDescriptor.Builder describedAs(String id, String title) {
        return ControlDescriptor.control(id, title)
                .reads(action("glue:GetDevEndpoint").on(TAGS.arn()), TAGS.read(), SecurityConfigurationCheck.READ)
                .reads(NetworkChecks.reads().toArray(AwsAction[]::new))
                .writes(action("glue:DeleteDevEndpoint").on(TAGS.arn()))
                // Seen to take 6 to 8 minutes, documented as 10 to 15.
                .pace(Pace.firstAfter(Duration.ofMinutes(5)).then(Duration.ofMinutes(1)))
                .deadline(Duration.ofMinutes(30))
                // Passed on to the job's script: people put passwords there.
                .masks("Arguments");
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return event.request("endpointName").or(() -> event.response("endpointName")).stream()
                .map(name -> event.resource(TYPE, name))
                .toList();
    }

    @Override
    public Optional<DevEndpoint> requested(ResourceRef target, CloudTrailEvent event) {
        return event.requested(request -> DevEndpoint.builder()
                .endpointName(target.id())
                .securityConfiguration(request.text("securityConfiguration").orElse(null))
                .securityGroupIds(request.texts("securityGroupIds"))
                .publicKey(request.text("publicKey").orElse(null))
                .publicKeys(request.texts("publicKeys"))
                .subnetId(request.text("subnetId").orElse(null))
                .build());
    }

    @Override
    public Optional<DevEndpoint> read(ControlContext context) {
        try {
            DevEndpoint endpoint = glue(context)
                    .getDevEndpoint(get -> get.endpointName(context.target().id()))
                    .devEndpoint();
            return Optional.of(endpoint).filter(live -> !"TERMINATED".equals(live.status()));
        } catch (EntityNotFoundException gone) {
            return Optional.empty();
        }
    }

    @Override
    public List<Check<DevEndpoint>> checks() {
        List<Check<DevEndpoint>> checks = new ArrayList<>(List.of(
                require(
                        "security-configuration",
                        e -> isGiven(e.securityConfiguration()),
                        "has no security configuration"),
                require("security-groups", e -> isGiven(e.securityGroupIds()), "has no security group"),
                require("public-keys", e -> isGiven(e.publicKeys()) || isGiven(e.publicKey()), "has no public key"),
                require("subnet", e -> isGiven(e.subnetId()), "has no subnet"),
                new SecurityConfigurationCheck<>(DevEndpoint::securityConfiguration).offByDefault()));
        checks.addAll(NetworkChecks.all());
        return checks;
    }

    @Override
    public Progress remediate(DevEndpoint endpoint, List<Finding> findings, ControlContext context) {
        return switch (String.valueOf(endpoint.status())) {
            case "READY", "FAILED" -> delete(endpoint, context);
            case "TERMINATING" -> Progress.waitFor(POLL, "it to be gone; it is TERMINATING");
            // Glue refuses to delete an endpoint that it is still setting up, and may grow statuses we do not know.
            default -> Progress.waitFor(POLL, "READY; it is " + endpoint.status());
        };
    }

    @Override
    public Optional<Instant> createdAt(DevEndpoint endpoint) {
        return Optional.ofNullable(endpoint.createdTimestamp());
    }

    @Override
    public Map<String, String> tags(DevEndpoint endpoint, ControlContext context) {
        return TAGS.of(context);
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return glue(context).getDevEndpointsPaginator(list -> {}).stream()
                .flatMap(page -> page.devEndpoints().stream())
                .filter(endpoint -> !"TERMINATED".equals(endpoint.status()))
                .map(endpoint -> context.resource(TYPE, endpoint.endpointName()));
    }

    private static Progress delete(DevEndpoint endpoint, ControlContext context) {
        try {
            glue(context)
                    .deleteDevEndpoint(
                            delete -> delete.endpointName(context.target().id()));
            return Progress.done("deleted");
        } catch (EntityNotFoundException gone) {
            return Progress.done("gone before it could be deleted");
        } catch (InvalidInputException tooEarly) {
            return Progress.waitFor(
                    POLL,
                    "Glue to let it be deleted; it is %s: %s"
                            .formatted(
                                    endpoint.status(),
                                    tooEarly.awsErrorDetails().errorMessage()));
        }
    }

    private static GlueClient glue(ControlContext context) {
        return context.client(GlueClient::builder);
    }
}
