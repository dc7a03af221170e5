package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The security groups of one account and region. Not safe for several threads: {@link Ec2Simulator} sees to that. */
final class Ec2SecurityGroups {
    private static final Map<String, String> PROTOCOLS = Map.of("6", "tcp", "17", "udp", "1", "icmp", "58", "icmpv6");
    private static final List<String> ITEMS_OF_A_CHANGE =
            List.of("securityGroupRule", "securityGroupRules", "securityGroupRuleSet");

    private final String account;
    private final Set<String> groups = new TreeSet<>();
    private final NavigableMap<String, Rule> rules = new TreeMap<>();

    Ec2SecurityGroups(String account) {
        this.account = account;
    }

    /** One rule: one protocol, one range of ports and one source. */
    record Rule(
            String id,
            String group,
            boolean egress,
            String protocol,
            Optional<Integer> from,
            Optional<Integer> to,
            String cidr,
            Optional<String> description) {
        Rule {
            protocol = PROTOCOLS.getOrDefault(protocol, protocol);
            cidr = canonical(cidr);
        }

        private boolean samePermission(Rule other) {
            return equals(new Rule(
                    id, other.group, other.egress, other.protocol, other.from, other.to, other.cidr, description));
        }

        /** EC2 stores networks, and 208.236.235.254/0 is another way to write all of them. */
        private static String canonical(String cidr) {
            if (!cidr.endsWith("/0")) {
                return cidr;
            }
            return cidr.contains(":") ? "::/0" : "0.0.0.0/0";
        }

        /** As a group lists it. */
        private String permission() {
            boolean six = cidr.contains(":");
            String range = tag(six ? "cidrIpv6" : "cidrIp", cidr);
            return "<item>%s%s%s<%4$s><item>%5$s</item></%4$s></item>"
                    .formatted(
                            tag("ipProtocol", protocol),
                            from.map(port -> tag("fromPort", port.toString())).orElse(""),
                            to.map(port -> tag("toPort", port.toString())).orElse(""),
                            six ? "ipv6Ranges" : "ipRanges",
                            range);
        }

        private String xml(String account) {
            return tag("securityGroupRuleId", id)
                    + tag("groupId", group)
                    + tag("groupOwnerId", account)
                    + tag("isEgress", String.valueOf(egress))
                    + tag("ipProtocol", protocol)
                    + tag("fromPort", String.valueOf(from.orElse(-1)))
                    + tag("toPort", String.valueOf(to.orElse(-1)))
                    + tag(cidr.contains(":") ? "cidrIpv6" : "cidrIpv4", cidr)
                    + description.map(text -> tag("description", text)).orElse("");
        }
    }

    void put(Rule rule) {
        groups.add(rule.group());
        rules.put(rule.id(), rule);
    }

    /** Adds a group; if there was none, without rules. */
    void put(String group) {
        groups.add(group);
    }

    Optional<Rule> rule(String id) {
        return Optional.ofNullable(rules.get(id));
    }

    List<Rule> rulesOf(String group) {
        return rules.values().stream()
                .filter(rule -> rule.group().equals(group))
                .toList();
    }

    /** Removes a rule, or a group with its rules, and returns whether it was there. */
    boolean vanish(String id) {
        boolean rule = rules.remove(id) != null;
        boolean group = groups.remove(id);
        boolean members = rules.values().removeIf(member -> member.group().equals(id));
        return rule || group || members;
    }

    void seedAuthorized(CloudTrailEvent event) {
        Ec2Report request = Ec2Report.request(event);
        List<Rule> answered = Ec2Report.response(event).list("securityGroupRuleSet").stream()
                .flatMap(item -> reported(item, item.text("groupId"), item.text("securityGroupRuleId")).stream())
                .toList();
        (answered.isEmpty() ? requested(request, event.id()) : answered).forEach(this::put);
        request.text("groupId").ifPresent(groups::add);
    }

    /** The event does not say which way the traffic goes: in, unless the rule was here before. */
    void seedModified(CloudTrailEvent event) {
        Ec2Report request = Ec2Report.request(event);
        for (String list : ITEMS_OF_A_CHANGE) {
            for (Ec2Report item : request.list(list)) {
                Optional<String> id = item.text("securityGroupRuleId");
                reported(item.in("securityGroupRule"), request.text("groupId"), id)
                        .map(rule -> rule(rule.id()).map(Rule::egress).orElse(false) ? outward(rule) : rule)
                        .ifPresent(this::put);
            }
        }
    }

    private static Rule outward(Rule rule) {
        return new Rule(
                rule.id(),
                rule.group(),
                true,
                rule.protocol(),
                rule.from(),
                rule.to(),
                rule.cidr(),
                rule.description());
    }

    private static Optional<Rule> reported(Ec2Report rule, Optional<String> group, Optional<String> id) {
        Optional<String> cidr = Stream.of("cidrIpv4", "cidrIpv6", "cidrIp")
                .flatMap(name -> rule.text(name).stream())
                .findFirst();
        Optional<String> protocol = rule.text("ipProtocol");
        if (id.isEmpty() || group.isEmpty() || cidr.isEmpty() || protocol.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                id.get(),
                group.get(),
                rule.text("isEgress").map(Boolean::parseBoolean).orElse(false),
                protocol.get(),
                rule.number("fromPort"),
                rule.number("toPort"),
                cidr.get(),
                rule.text("description")));
    }

    private static List<Rule> requested(Ec2Report request, String eventId) {
        List<Rule> rules = new ArrayList<>();
        Stream.concat(Stream.of(request), request.list("ipPermissions").stream())
                .forEach(permission -> Stream.of(
                                Stream.of(permission),
                                permission.list("ipRanges").stream(),
                                permission.list("ipv6Ranges").stream())
                        .flatMap(ranges -> ranges)
                        .forEach(range -> merged(permission, range, request.text("groupId"), eventId, rules.size())
                                .ifPresent(rules::add)));
        return rules;
    }

    /** Makes a rule of a permission and one of its ranges. */
    private static Optional<Rule> merged(
            Ec2Report permission, Ec2Report range, Optional<String> group, String eventId, int number) {
        Optional<String> cidr = range.text("cidrIp").or(() -> range.text("cidrIpv6"));
        Optional<String> protocol = permission.text("ipProtocol");
        if (cidr.isEmpty() || protocol.isEmpty() || group.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rule(
                newId(eventId + number),
                group.get(),
                false,
                protocol.get(),
                permission.number("fromPort"),
                permission.number("toPort"),
                cidr.get(),
                range.text("description")));
    }

    Answer describeGroups(Ec2Query query) {
        List<String> ids = query.texts("GroupId");
        Optional<String> unknown =
                ids.stream().filter(id -> !groups.contains(id)).findFirst();
        if (unknown.isPresent()) {
            return noGroup(unknown.get());
        }
        NavigableMap<String, String> found = new TreeMap<>();
        groups.stream().filter(id -> ids.isEmpty() || ids.contains(id)).forEach(id -> found.put(id, xml(id)));
        return Ec2Simulator.answer("DescribeSecurityGroups", query.page("securityGroupInfo", found, item -> item));
    }

    private String xml(String group) {
        String permissions = rulesOf(group).stream()
                .filter(rule -> !rule.egress())
                .map(Rule::permission)
                .collect(Collectors.joining());
        return tag("groupId", group)
                + tag("ownerId", account)
                + "<ipPermissions>%s</ipPermissions>".formatted(permissions);
    }

    Answer describe(Ec2Query query) {
        List<String> ids = query.texts("SecurityGroupRuleId");
        Optional<String> unknown =
                ids.stream().filter(id -> !rules.containsKey(id)).findFirst();
        if (unknown.isPresent()) {
            return noRule(unknown.get());
        }
        NavigableMap<String, Rule> found = new TreeMap<>(rules);
        found.values()
                .removeIf(
                        rule -> !(ids.isEmpty() || ids.contains(rule.id())) || !query.admits("group-id", rule.group()));
        return Ec2Simulator.answer(
                "DescribeSecurityGroupRules", query.page("securityGroupRuleSet", found, rule -> rule.xml(account)));
    }

    Answer authorize(Ec2Query query) {
        String group = query.required("GroupId");
        if (!groups.contains(group)) {
            return noGroup(group);
        }
        List<Rule> wanted = query.list("IpPermissions").stream()
                .flatMap(permission -> wanted(group, permission))
                .toList();
        if (wanted.stream().anyMatch(rule -> rulesOf(group).stream().anyMatch(rule::samePermission))) {
            return Answer.error("InvalidPermission.Duplicate", "the specified rule already exists");
        }
        wanted.forEach(this::put);
        String items = wanted.stream()
                .map(rule -> "<item>%s</item>".formatted(rule.xml(account)))
                .collect(Collectors.joining());
        return Ec2Simulator.answer(
                "AuthorizeSecurityGroupIngress",
                "<return>true</return><securityGroupRuleSet>%s</securityGroupRuleSet>".formatted(items));
    }

    private Stream<Rule> wanted(String group, Ec2Query permission) {
        return Stream.concat(permission.list("IpRanges").stream(), permission.list("Ipv6Ranges").stream())
                .map(range -> new Rule(
                        newId("%s %s %s %d".formatted(group, permission, range, rules.size())),
                        group,
                        false,
                        permission.required("IpProtocol"),
                        permission.text("FromPort").map(Integer::parseInt),
                        permission.text("ToPort").map(Integer::parseInt),
                        range.text("CidrIp").orElseGet(() -> range.required("CidrIpv6")),
                        range.text("Description")));
    }

    /** All of the rules, or none. What EC2 does when some of them are gone is not documented. */
    Answer revoke(Ec2Query query) {
        String group = query.required("GroupId");
        if (!groups.contains(group)) {
            return noGroup(group);
        }
        List<String> ids = query.texts("SecurityGroupRuleId");
        Optional<String> unknown = ids.stream()
                .filter(id ->
                        rule(id).filter(rule -> rule.group().equals(group)).isEmpty())
                .findFirst();
        if (unknown.isPresent()) {
            return noRule(unknown.get());
        }
        ids.forEach(rules::remove);
        return Ec2Simulator.answer("RevokeSecurityGroupIngress", "<return>true</return>");
    }

    private static Answer noRule(String id) {
        return Answer.error(
                "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '%s' does not exist".formatted(id));
    }

    private static Answer noGroup(String id) {
        return Answer.error("InvalidGroup.NotFound", "The security group '%s' does not exist".formatted(id));
    }

    private static String newId(String from) {
        String hex = UUID.nameUUIDFromBytes(from.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        return "sgr-0" + hex.substring(0, 16);
    }

    private static String tag(String name, String text) {
        return Ec2Simulator.tag(name, text);
    }
}
