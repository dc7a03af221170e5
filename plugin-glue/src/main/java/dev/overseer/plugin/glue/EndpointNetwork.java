package dev.overseer.plugin.glue;

import dev.overseer.api.ControlContext;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/**
 * Asks EC2 about the network that an endpoint is in. What does not exist ends in EC2's own exception, whose code says
 * {@code NotFound}.
 *
 * <p>The SDK's client for EC2 is larger than all else that a Glue package holds, so it is not part of one: the plugin for
 * EC2 brings it. Without it, whatever calls this class fails with a {@link NoClassDefFoundError}.
 */
final class EndpointNetwork {
    private final Ec2Client ec2;

    EndpointNetwork(ControlContext context) {
        ec2 = context.client(Ec2Client::builder);
    }

    /**
     * Returns whether none of the groups has a rule that lets the whole world in, on whatever port. {@code 203.0.113.7/0}
     * is the whole world too. Rules for what leaves the endpoint do not count.
     *
     * @param ids at least one: without any, EC2 would describe every group that there is
     */
    boolean areClosed(List<String> ids) {
        return ec2.describeSecurityGroupsPaginator(describe -> describe.groupIds(ids)).securityGroups().stream()
                .flatMap(group -> group.ipPermissions().stream())
                .noneMatch(EndpointNetwork::isForEverybody);
    }

    private static boolean isForEverybody(IpPermission permission) {
        return Stream.concat(
                        permission.ipRanges().stream().map(range -> range.cidrIp()),
                        permission.ipv6Ranges().stream().map(range -> range.cidrIpv6()))
                .filter(Objects::nonNull)
                .anyMatch(cidr -> cidr.endsWith("/0"));
    }

    /**
     * Returns whether a subnet's traffic to the internet does not leave by an internet gateway: its route table, or the main
     * one of its VPC if it has none, has no route for {@code 0.0.0.0/0} or {@code ::/0} to an {@code igw-…}. That is what <a
     * href="https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types">makes a subnet private</a>.
     * A route that leads nowhere ({@code blackhole}) does not count, nor does whether the subnet hands out public addresses.
     */
    boolean isPrivate(String subnet) {
        String vpc = ec2.describeSubnets(describe -> describe.subnetIds(subnet))
                .subnets()
                .getFirst()
                .vpcId();
        List<RouteTable> own = tables(filter("association.subnet-id", subnet));
        List<RouteTable> tables =
                own.isEmpty() ? tables(filter("vpc-id", vpc), filter("association.main", "true")) : own;
        return tables.stream().flatMap(table -> table.routes().stream()).noneMatch(EndpointNetwork::leadsToTheInternet);
    }

    private List<RouteTable> tables(Filter... filters) {
        return ec2.describeRouteTablesPaginator(describe -> describe.filters(filters)).stream()
                .map(DescribeRouteTablesResponse::routeTables)
                .flatMap(List::stream)
                .toList();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static boolean leadsToTheInternet(Route route) {
        return startsWithIgw(route.gatewayId())
                && route.state() != RouteState.BLACKHOLE
                && ("0.0.0.0/0".equals(route.destinationCidrBlock())
                        || "::/0".equals(route.destinationIpv6CidrBlock()));
    }

    private static boolean startsWithIgw(@Nullable String gateway) {
        return gateway != null && gateway.startsWith("igw-");
    }
}
