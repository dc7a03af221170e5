package dev.overseer.testkit;

import static dev.overseer.testkit.Ec2Simulator.tag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The subnets of one account and region, all of one VPC, and their route tables. Not safe for several threads: {@link
 * Ec2Simulator} sees to that.
 */
final class Ec2Subnets {
    private static final String VPC = "vpc-0123456789abcdef0";
    private static final String MAIN_TABLE = "rtb-0123456789abcdef0";

    /** With the name of its own table, if it has one. */
    private final NavigableMap<String, Optional<String>> subnets = new TreeMap<>();

    private final Map<String, List<Route>> routes = new HashMap<>(Map.of(MAIN_TABLE, new ArrayList<>()));

    /** Where a table leads, such as from {@code 0.0.0.0/0} to {@code igw-1}. */
    record Route(String destination, String gateway, String state) {
        private String xml() {
            return "<item>%s%s%s</item>"
                    .formatted(
                            tag(
                                    destination.contains(":") ? "destinationIpv6CidrBlock" : "destinationCidrBlock",
                                    destination),
                            tag("gatewayId", gateway),
                            tag("state", state));
        }
    }

    /** Adds a subnet; if there was none, without a table of its own. */
    void put(String subnet) {
        subnets.putIfAbsent(subnet, Optional.empty());
    }

    /** Adds a route to a subnet's own table, which it has from then on. */
    void put(String subnet, Route route) {
        String table = "rtb-of-" + subnet;
        subnets.put(subnet, Optional.of(table));
        routes.computeIfAbsent(table, id -> new ArrayList<>()).add(route);
    }

    /** Adds a route to the table of all subnets that have none of their own. */
    void putMain(Route route) {
        routes.computeIfAbsent(MAIN_TABLE, id -> new ArrayList<>()).add(route);
    }

    boolean vanish(String subnet) {
        return subnets.remove(subnet) != null;
    }

    Answer describe(Ec2Query query) {
        List<String> ids = query.texts("SubnetId");
        for (String id : ids) {
            if (!subnets.containsKey(id)) {
                return Answer.error("InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist".formatted(id));
            }
        }
        NavigableMap<String, String> found = new TreeMap<>();
        subnets.keySet().stream()
                .filter(id -> ids.isEmpty() || ids.contains(id))
                .forEach(id -> found.put(id, tag("subnetId", id) + tag("vpcId", VPC)));
        return Ec2Simulator.answer("DescribeSubnets", query.page("subnetSet", found, item -> item));
    }

    Answer describeTables(Ec2Query query) {
        NavigableMap<String, String> found = new TreeMap<>();
        routes.forEach((table, led) -> {
            if (isAsked(table, query)) {
                found.put(
                        table,
                        tag("routeTableId", table)
                                + tag("vpcId", VPC)
                                + "<routeSet>%s</routeSet>"
                                        .formatted(String.join(
                                                "", led.stream().map(Route::xml).toList())));
            }
        });
        return Ec2Simulator.answer("DescribeRouteTables", query.page("routeTableSet", found, item -> item));
    }

    private boolean isAsked(String table, Ec2Query query) {
        boolean associated = query.filter("association.subnet-id")
                .map(ids -> ids.stream()
                        .anyMatch(
                                id -> subnets.getOrDefault(id, Optional.empty()).equals(Optional.of(table))))
                .orElse(true);
        return associated
                && query.admits("vpc-id", VPC)
                && query.admits("association.main", String.valueOf(table.equals(MAIN_TABLE)));
    }
}
