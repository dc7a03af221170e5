package dev.overseer.plugin.ec2;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.plugin.ec2.Ec2Calls.ec2;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/**
 * Revokes rules of security groups that let the whole world in to ports it has no business with.
 *
 * <p>A target is a rule, or the group where an event names no rules; of the group only those rules are judged that the event
 * made. In a sweep, which has no event, a group stands for all its rules.
 *
 * <p>A revoked rule cannot be given back: one that is authorized again is another, with another id and without its tags.
 */
public final class SecurityGroupControl implements Control<Ingress> {
    private static final String GROUP_ARN = "arn:{partition}:ec2:{region}:{account}:security-group/*";
    private static final int LONGEST_PAGE = 1_000;
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** For {@link Ec2Plugin}. */
    public SecurityGroupControl() {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control(
                        "ec2-security-group-open", "Security groups do not open sensitive ports to the world")
                .severity(Severity.CRITICAL)
                .on(EventPattern.apiCalls("ec2", IngressEvents.MADE, IngressEvents.CHANGED))
                .reads(action("ec2:DescribeSecurityGroupRules").onAnyResource("EC2 lists rules by no resource"))
                // IAM knows the group that a rule is in, which the rule's id does not tell.
                .writes(action("ec2:RevokeSecurityGroupIngress").on(GROUP_ARN))
                .settings(SecurityGroupSettings.standard())
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return IngressEvents.targets(event);
    }

    @Override
    public Optional<Ingress> requested(ResourceRef target, CloudTrailEvent event) {
        return isGroup(target)
                ? IngressEvents.requested(event).map(rules -> new Ingress(true, rules))
                : IngressEvents.rule(event, target.id()).map(rule -> new Ingress(true, List.of(rule)));
    }

    @Override
    public Optional<Ingress> read(ControlContext context) {
        return Ec2Calls.found(() -> isGroup(context.target()) ? ofGroup(context) : ofRule(context))
                .filter(ingress -> !ingress.rules().isEmpty());
    }

    private static Optional<Ingress> ofRule(ControlContext context) {
        return Optional.of(new Ingress(
                true,
                ec2(context)
                        .describeSecurityGroupRules(describe ->
                                describe.securityGroupRuleIds(context.target().id()))
                        .securityGroupRules()));
    }

    private static Optional<Ingress> ofGroup(ControlContext context) {
        Filter ofGroup =
                Filter.builder().name("group-id").values(context.target().id()).build();
        List<SecurityGroupRule> rules = ec2(context)
                .describeSecurityGroupRulesPaginator(
                        describe -> describe.filters(ofGroup).maxResults(LONGEST_PAGE))
                .securityGroupRules()
                .stream()
                .filter(rule -> !Boolean.TRUE.equals(rule.isEgress()))
                .toList();
        Ingress all = new Ingress(context.event().isEmpty(), rules);
        return context.event()
                .flatMap(IngressEvents::requested)
                .map(all::madeAs)
                .or(() -> Optional.of(all));
    }

    @Override
    public List<Check<Ingress>> checks() {
        return List.of(new OpenToTheWorld());
    }

    @Override
    public Progress remediate(Ingress ingress, List<Finding> findings, ControlContext context) {
        if (!ingress.attributed()) {
            return Progress.failed(
                    "CloudTrail does not tell which of the group's rules the event made. Revoke by hand what should not be open, or sweep");
        }
        List<SecurityGroupRule> open = ingress.open(context);
        List<String> ids =
                open.stream().map(SecurityGroupRule::securityGroupRuleId).toList();
        try {
            ec2(context)
                    .revokeSecurityGroupIngress(
                            revoke -> revoke.groupId(open.getFirst().groupId()).securityGroupRuleIds(ids));
            return Progress.done("revoked " + String.join(", ", ids));
        } catch (Ec2Exception refusal) {
            if (Ec2Calls.isNotFound(refusal)) {
                // Of several, the others are still there.
                return Progress.waitFor(AGAIN, "another look, since a rule was gone before it could be revoked");
            }
            throw refusal;
        }
    }

    @Override
    public Map<String, String> tags(Ingress ingress, ControlContext context) {
        return ingress.tags();
    }

    /** Returns rules only that let everybody in: the others, which are most, cannot fail. */
    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return ec2(context)
                .describeSecurityGroupRulesPaginator(describe -> describe.maxResults(LONGEST_PAGE))
                .securityGroupRules()
                .stream()
                .filter(Ingress::isFromAnywhere)
                .map(rule -> Ec2Calls.swept(context, IngressEvents.RULE, rule.securityGroupRuleId()));
    }

    private static boolean isGroup(ResourceRef target) {
        return target.type().equals(IngressEvents.GROUP);
    }
}
