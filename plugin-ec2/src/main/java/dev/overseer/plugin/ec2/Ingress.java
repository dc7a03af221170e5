package dev.overseer.plugin.ec2;

import dev.overseer.api.ControlContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Rules of one security group: one of them, those that an event made, or all.
 *
 * @param attributed false if an event made some of the rules, and does not tell which
 */
record Ingress(boolean attributed, List<SecurityGroupRule> rules) {
    private static final Set<String> WITH_PORTS = Set.of("tcp", "udp");
    private static final Map<String, String> PROTOCOLS = Map.of("6", "tcp", "17", "udp");
    private static final String EVERY_PROTOCOL = "-1";

    Ingress {
        rules = List.copyOf(rules);
    }

    /** Returns those of the rules that an event asked for. */
    Ingress madeAs(List<SecurityGroupRule> asked) {
        return new Ingress(
                true,
                rules.stream()
                        .filter(live -> asked.stream().anyMatch(rule -> same(rule, live)))
                        .toList());
    }

    /** Returns the rules that let the whole world in, to everything or to a port that the operator named. */
    List<SecurityGroupRule> open(ControlContext context) {
        List<Integer> ports = context.settings(SecurityGroupSettings.class).ports();
        return rules.stream()
                .filter(rule -> isFromAnywhere(rule) && reaches(rule, ports))
                .toList();
    }

    /** Returns the tags that all of the rules have. */
    Map<String, String> tags() {
        Set<Tag> shared = rules.stream()
                .map(rule -> Set.copyOf(rule.tags()))
                .reduce((some, others) -> some.stream().filter(others::contains).collect(Collectors.toSet()))
                .orElse(Set.of());
        return shared.stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    /** Returns whether a rule lets traffic in, from any address. What the other bits of the address are does not matter. */
    static boolean isFromAnywhere(SecurityGroupRule rule) {
        return !Boolean.TRUE.equals(rule.isEgress()) && isAnywhere(rule);
    }

    /** Returns whether two rules let the same in, as far as this control looks at it. */
    private static boolean same(SecurityGroupRule one, SecurityGroupRule other) {
        return protocol(one).equals(protocol(other))
                && first(one) == first(other)
                && last(one) == last(other)
                && isAnywhere(one) == isAnywhere(other)
                && (one.cidrIpv6() == null) == (other.cidrIpv6() == null)
                && (isAnywhere(one) || source(one).equals(source(other)));
    }

    /** Describes a rule, such as {@code tcp 22 from 0.0.0.0/0}. */
    static String text(SecurityGroupRule rule) {
        String ports = first(rule) == last(rule) ? String.valueOf(first(rule)) : first(rule) + "-" + last(rule);
        String traffic = EVERY_PROTOCOL.equals(protocol(rule)) ? "everything" : protocol(rule) + " " + ports;
        return "%s from %s".formatted(traffic, source(rule));
    }

    private static boolean reaches(SecurityGroupRule rule, List<Integer> ports) {
        String protocol = protocol(rule);
        if (protocol.equals(EVERY_PROTOCOL)) {
            return true;
        }
        return WITH_PORTS.contains(protocol)
                && ports.stream().anyMatch(port -> first(rule) <= port && port <= last(rule));
    }

    private static boolean isAnywhere(SecurityGroupRule rule) {
        return source(rule).endsWith("/0");
    }

    private static String source(SecurityGroupRule rule) {
        return Stream.of(Optional.ofNullable(rule.cidrIpv4()), Optional.ofNullable(rule.cidrIpv6()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    private static String protocol(SecurityGroupRule rule) {
        return PROTOCOLS.getOrDefault(rule.ipProtocol(), String.valueOf(rule.ipProtocol()));
    }

    private static int first(SecurityGroupRule rule) {
        return rule.fromPort() == null ? -1 : rule.fromPort();
    }

    /** A range without an end has all ports. */
    private static int last(SecurityGroupRule rule) {
        return rule.toPort() == null || rule.toPort() == -1 ? 65_535 : rule.toPort();
    }
}
