package dev.overseer.plugin.ec2;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** What events say about the rules that they made or changed. */
final class IngressEvents {
    static final String MADE = "AuthorizeSecurityGroupIngress";
    static final String CHANGED = "ModifySecurityGroupRules";

    /** As CloudFormation calls a rule that lets traffic in; {@code {id}} is the rule's id. */
    static final String RULE = "AWS::EC2::SecurityGroupIngress";

    static final String GROUP = "AWS::EC2::SecurityGroup";

    private static final String RULE_ID = "securityGroupRuleId";

    private IngressEvents() {}

    /** Returns the rules, where the event names them all, else their group. Events name rules since 2021. */
    static List<ResourceRef> targets(CloudTrailEvent event) {
        List<Optional<String>> ids =
                items(event).stream().map(item -> item.id(RULE_ID)).toList();
        if (!ids.isEmpty() && ids.stream().allMatch(Optional::isPresent)) {
            return ids.stream()
                    .flatMap(Optional::stream)
                    .distinct()
                    .map(id -> event.resource(RULE, id))
                    .toList();
        }
        return Structure.request(event).id("groupId").stream()
                .map(id -> event.resource(GROUP, id))
                .toList();
    }

    /** Returns one of the rules, as the event describes it. */
    static Optional<SecurityGroupRule> rule(CloudTrailEvent event, String id) {
        Optional<Structure> item = items(event).stream()
                .filter(candidate -> candidate.id(RULE_ID).filter(id::equals).isPresent())
                .findFirst();
        if (event.name().equals(MADE)) {
            return item.flatMap(made -> made.judged(IngressEvents::rule));
        }
        // Nothing in the event tells the rule's direction, and every group lets everything out.
        return item.flatMap(changed -> changed.in("securityGroupRule").judged(IngressEvents::rule))
                .filter(rule -> !Ingress.isFromAnywhere(rule));
    }

    /** Returns the rules that the request asked for, of which those that refer to no addresses have none. */
    static Optional<List<SecurityGroupRule>> requested(CloudTrailEvent event) {
        return Structure.request(event)
                .judged(request -> Stream.concat(
                                request.has("ipProtocol") ? Stream.of(rule(request)) : Stream.empty(),
                                request.list("ipPermissions").stream().flatMap(IngressEvents::permitted))
                        .toList());
    }

    private static Stream<SecurityGroupRule> permitted(Structure permission) {
        SecurityGroupRule.Builder rule = rule(permission).toBuilder();
        return Stream.concat(
                permission.list("ipRanges").stream()
                        .map(range ->
                                rule.cidrIpv4(range.text("cidrIp").orElse(null)).build()),
                permission.list("ipv6Ranges").stream()
                        .map(range -> rule.cidrIpv4(null)
                                .cidrIpv6(range.text("cidrIpv6").orElse(null))
                                .build()));
    }

    private static SecurityGroupRule rule(Structure rule) {
        return SecurityGroupRule.builder()
                .isEgress(rule.text("isEgress").map(Boolean::valueOf).orElse(false))
                .ipProtocol(rule.text("ipProtocol").orElseThrow(Structure.NotJudgeable::new))
                .fromPort(rule.number("fromPort").orElse(null))
                .toPort(rule.number("toPort").orElse(null))
                .cidrIpv4(rule.text("cidrIpv4").or(() -> rule.text("cidrIp")).orElse(null))
                .cidrIpv6(rule.text("cidrIpv6").orElse(null))
                .build();
    }

    private static List<Structure> items(CloudTrailEvent event) {
        if (event.name().equals(MADE)) {
            return Structure.response(event).list("securityGroupRuleSet");
        }
        return Stream.of("securityGroupRule", "securityGroupRules", "securityGroupRuleSet")
                .flatMap(name -> Structure.request(event).list(name).stream())
                .toList();
    }
}
