package dev.overseer.plugin.ec2;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;
import static dev.overseer.plugin.ec2.Ec2Calls.ec2;

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
import dev.overseer.api.ResourceRef;
import dev.overseer.api.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/**
 * Makes instances give their metadata, and with them their role's credentials, only to those who ask with a session token
 * (IMDSv2). An instance whose metadata service is off passes, and stays off.
 *
 * <p>There is no {@code createdAt}: an instance's launch time is that of its last start.
 */
public final class InstanceMetadataControl implements Control<Instance> {
    private static final String TYPE = "AWS::EC2::Instance";
    private static final String ARN = "arn:{partition}:ec2:{region}:{account}:instance/{id}";
    private static final String LAUNCHED = "RunInstances";
    private static final String CHANGED = "ModifyInstanceMetadataOptions";
    private static final Duration START = Duration.ofSeconds(15);
    private static final Set<InstanceStateName> OVER =
            Set.of(InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED);

    /** For {@link Ec2Plugin}. */
    public InstanceMetadataControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control(
                        "ec2-instance-imdsv2", "Instances give their metadata only in return for a session token")
                .severity(Severity.HIGH)
                .on(EventPattern.creations("ec2", LAUNCHED), EventPattern.apiCalls("ec2", CHANGED))
                .reads(action("ec2:DescribeInstances").onAnyResource("EC2 lists instances by no resource"))
                .writes(action("ec2:ModifyInstanceMetadataOptions").on(ARN))
                .restores(action("ec2:ModifyInstanceMetadataOptions").on(ARN))
                // An instance is pending for seconds.
                .pace(Pace.firstAfter(START).then(Duration.ofMinutes(1)))
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        Stream<Structure> named = event.name().equals(LAUNCHED)
                ? Structure.response(event).list("instancesSet").stream()
                : Stream.of(Structure.request(event));
        return named.flatMap(instance -> instance.id("instanceId").stream())
                .distinct()
                .map(id -> event.resource(TYPE, id))
                .toList();
    }

    @Override
    public Optional<Instance> requested(ResourceRef target, CloudTrailEvent event) {
        if (event.name().equals(CHANGED)) {
            return described(Structure.response(event).in("instanceMetadataOptions"))
                    .or(() -> described(Structure.request(event)));
        }
        return Structure.response(event).list("instancesSet").stream()
                .filter(item ->
                        item.id("instanceId").filter(target.id()::equals).isPresent())
                .findFirst()
                .flatMap(item -> described(item.in("metadataOptions")));
    }

    private static Optional<Instance> described(Structure options) {
        return options.judged(given -> Instance.builder()
                        .metadataOptions(metadata -> metadata.httpTokens(
                                        given.text("httpTokens").orElse(null))
                                .httpEndpoint(given.text("httpEndpoint").orElse(null)))
                        .build())
                .filter(instance -> instance.metadataOptions().httpTokens() != null);
    }

    @Override
    public Optional<Instance> read(ControlContext context) {
        return Ec2Calls.found(
                () -> ec2(context)
                        .describeInstances(describe ->
                                describe.instanceIds(context.target().id()))
                        .reservations()
                        .stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .filter(instance -> !OVER.contains(instance.state().name()))
                        .findFirst());
    }

    @Override
    public List<Check<Instance>> checks() {
        return List.of(require(
                "tokens-required",
                instance -> needsTokens(instance.metadataOptions()),
                "gives its metadata to whoever asks, without a session token"));
    }

    /** Options that are not there are of a time before session tokens. */
    private static boolean needsTokens(@Nullable InstanceMetadataOptionsResponse options) {
        return options != null
                && (options.httpTokens() == HttpTokensState.REQUIRED
                        || options.httpEndpoint() == InstanceMetadataEndpointState.DISABLED);
    }

    @Override
    public Progress remediate(Instance instance, List<Finding> findings, ControlContext context) {
        return switch (instance.state().name()) {
            case RUNNING, STOPPED -> set(HttpTokensState.REQUIRED.toString(), "session tokens required", context);
            // The API reference: "on a running or stopped instance". What happens to others it does not say.
            default ->
                Progress.waitFor(
                        START,
                        "it to be running or stopped; it is " + instance.state().nameAsString());
        };
    }

    @Override
    public Progress restore(JsonNode preState, ControlContext context) {
        String tokens = preState.at("/MetadataOptions/HttpTokens").asText(HttpTokensState.OPTIONAL.toString());
        return set(tokens, "session tokens %s again".formatted(tokens), context);
    }

    private static Progress set(String tokens, String done, ControlContext context) {
        try {
            return Ec2Calls.write(
                    done,
                    () -> ec2(context)
                            .modifyInstanceMetadataOptions(
                                    modify -> modify.instanceId(context.target().id())
                                            .httpTokens(tokens)
                                            // Left out, it was refused in 2019.
                                            .httpEndpoint(InstanceMetadataEndpointState.ENABLED)));
        } catch (Ec2Exception refusal) {
            if (Ec2Calls.code(refusal).equals("IncorrectInstanceState")) {
                return Progress.waitFor(
                        START,
                        "EC2 to let it be changed: " + refusal.awsErrorDetails().errorMessage());
            }
            throw refusal;
        }
    }

    @Override
    public Map<String, String> tags(Instance instance, ControlContext context) {
        return Ec2Calls.tags(instance.tags());
    }

    /** Returns instances only that the listing does not show to pass. */
    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return ec2(context)
                .describeInstancesPaginator(describe -> describe.filters(
                        filter("metadata-options.http-tokens", "optional"),
                        filter("instance-state-name", "pending", "running", "stopping", "stopped")))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(instance -> Ec2Calls.swept(context, TYPE, instance.instanceId()));
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }
}
