package dev.overseer.plugin.glue;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.live;
import static dev.overseer.plugin.glue.Given.isGiven;

import dev.overseer.api.AwsAction;
import dev.overseer.api.Check;
import dev.overseer.api.ControlContext;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.DevEndpoint;

/** Asks EC2 whether the network that an endpoint names keeps the world out. One that names none passes: other checks tell. */
final class NetworkChecks {
    private static final String UNNARROWED = "IAM knows no resource for what EC2 describes";

    private NetworkChecks() {}

    /** Returns what the checks call. */
    static Stream<AwsAction> reads() {
        return Stream.of("ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets")
                .map(name -> action(name).onAnyResource(UNNARROWED));
    }

    static List<Check<DevEndpoint>> all() {
        return List.of(
                live(
                                "security-groups-closed",
                                NetworkChecks::areGroupsClosed,
                                "has a security group that is open to the world, or that does not exist")
                        .offByDefault(),
                live(
                                "subnet-private",
                                NetworkChecks::isSubnetPrivate,
                                "has a subnet that is public, or that does not exist")
                        .offByDefault());
    }

    private static boolean areGroupsClosed(DevEndpoint endpoint, ControlContext context) {
        List<String> groups =
                endpoint.securityGroupIds().stream().filter(Given::isGiven).toList();
        return groups.isEmpty() || asked(context, network -> network.areClosed(groups));
    }

    private static boolean isSubnetPrivate(DevEndpoint endpoint, ControlContext context) {
        return !isGiven(endpoint.subnetId()) || asked(context, network -> network.isPrivate(endpoint.subnetId()));
    }

    private static boolean asked(ControlContext context, Predicate<EndpointNetwork> question) {
        try {
            return question.test(new EndpointNetwork(context));
        } catch (NoClassDefFoundError missing) {
            throw new IllegalStateException(
                    "security-groups-closed and subnet-private ask EC2, and the AWS SDK's client for EC2 is not installed. "
                            + "Install the plugin for EC2, which brings it (overseer package --plugin glue --plugin ec2), or switch both checks off.",
                    missing);
        }
    }
}
