package dev.overseer.plugin.glue;

import dev.overseer.testkit.Answer;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Protocol;
import dev.overseer.testkit.SimulatedService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** As much of EC2 as the checks of a network ask for: groups with what they let in, subnets, and route tables. */
final class NetworkSimulator implements SimulatedService {
    private static final String VPC = "vpc-0123456789abcdef0";

    private final Map<String, List<String>> groups = new ConcurrentHashMap<>();
    private final Map<String, Boolean> subnets = new ConcurrentHashMap<>();
    private final Map<String, List<String>> routes = new ConcurrentHashMap<>();
    private final List<String> mainRoutes = new CopyOnWriteArrayList<>();

    /** Adds a group that lets addresses in, such as {@code 10.0.0.0/8}. */
    NetworkSimulator group(String id, String... cidrs) {
        groups.put(id, List.of(cidrs));
        return this;
    }

    /** Adds a subnet without a route table of its own. */
    NetworkSimulator subnet(String id) {
        subnets.put(id, true);
        return this;
    }

    /** Gives a subnet a route table of its own with one route, such as from {@code 0.0.0.0/0} to {@code igw-1}. */
    NetworkSimulator route(String subnet, String destination, String gateway, String state) {
        routes.put(subnet, List.of(route(destination, gateway, state)));
        return subnet(subnet);
    }

    /** Adds a route to the table of all subnets that have none of their own. */
    NetworkSimulator mainRoute(String destination, String gateway) {
        mainRoutes.add(route(destination, gateway, "active"));
        return this;
    }

    @Override
    public String service() {
        return "ec2";
    }

    @Override
    public Protocol protocol() {
        return Protocol.EC2;
    }

    @Override
    public Answer handle(AwsCall call) {
        Map<String, String> request = call.request().parameters();
        return switch (call.operation()) {
            case "DescribeSecurityGroups" -> groups(request);
            case "DescribeSubnets" -> subnet(request);
            case "DescribeRouteTables" -> tables(request);
            default -> Answer.notSimulated(call);
        };
    }

    private Answer groups(Map<String, String> request) {
        List<String> ids = listed(request, "GroupId");
        Optional<String> missing =
                ids.stream().filter(id -> !groups.containsKey(id)).findFirst();
        return missing.map(id -> notFound("InvalidGroup.NotFound", id))
                .orElseGet(() -> described(
                        "DescribeSecurityGroups",
                        "securityGroupInfo",
                        ids.stream()
                                .map(id -> "<item><groupId>%s</groupId><ipPermissions>%s</ipPermissions></item>"
                                        .formatted(
                                                id,
                                                groups.getOrDefault(id, List.of()).stream()
                                                        .map(NetworkSimulator::permission)
                                                        .collect(Collectors.joining())))
                                .collect(Collectors.joining())));
    }

    private Answer subnet(Map<String, String> request) {
        String id = listed(request, "SubnetId").getFirst();
        return subnets.containsKey(id)
                ? described(
                        "DescribeSubnets",
                        "subnetSet",
                        "<item><subnetId>%s</subnetId><vpcId>%s</vpcId></item>".formatted(id, VPC))
                : notFound("InvalidSubnetID.NotFound", id);
    }

    private Answer tables(Map<String, String> request) {
        String value = request.getOrDefault("Filter.1.Value.1", "");
        List<String> found = switch (request.getOrDefault("Filter.1.Name", "")) {
            case "association.subnet-id" -> routes.getOrDefault(value, List.of());
            case "vpc-id" -> value.equals(VPC) ? mainRoutes : List.of();
            default -> throw new IllegalArgumentException("not simulated: " + request);
        };
        return described(
                "DescribeRouteTables",
                "routeTableSet",
                found.isEmpty() ? "" : "<item><routeSet>%s</routeSet></item>".formatted(String.join("", found)));
    }

    private static String permission(String cidr) {
        return cidr.contains(":")
                ? "<item><ipv6Ranges><item><cidrIpv6>%s</cidrIpv6></item></ipv6Ranges></item>".formatted(cidr)
                : "<item><ipRanges><item><cidrIp>%s</cidrIp></item></ipRanges></item>".formatted(cidr);
    }

    private static String route(String destination, String gateway, String state) {
        String member = destination.contains(":") ? "destinationIpv6CidrBlock" : "destinationCidrBlock";
        return "<item><%1$s>%2$s</%1$s><gatewayId>%3$s</gatewayId><state>%4$s</state></item>"
                .formatted(member, destination, gateway, state);
    }

    private static List<String> listed(Map<String, String> request, String name) {
        return request.entrySet().stream()
                .filter(parameter -> parameter.getKey().startsWith(name + "."))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Answer described(String operation, String list, String items) {
        return Answer.xml("<%1$sResponse><%2$s>%3$s</%2$s></%1$sResponse>".formatted(operation, list, items));
    }

    private static Answer notFound(String code, String id) {
        return Answer.error(code, id + " does not exist");
    }
}
