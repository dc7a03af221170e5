package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.overseer.api.CloudTrailEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVolumePermission;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;

class Ec2SimulatorTest {
    private final TestClock clock = new TestClock(Events.TIME);
    private final Ec2Simulator simulator = new Ec2Simulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(simulator);
    private final Ec2Client ec2 = aws.client(Ec2Client::builder);

    @Test
    void pagesThroughTheRulesOfAGroup() {
        for (int n = 0; n < 12; n++) {
            simulator.rule("sgr-%02d".formatted(n), "sg-%d".formatted(n % 2), "tcp", n, n, "0.0.0.0/0");
        }
        Filter odd = Filter.builder().name("group-id").values("sg-1").build();

        List<SecurityGroupRule> rules = ec2
                .describeSecurityGroupRulesPaginator(
                        describe -> describe.filters(odd).maxResults(5))
                .securityGroupRules()
                .stream()
                .toList();

        assertThat(rules)
                .extracting(SecurityGroupRule::securityGroupRuleId)
                .containsExactly("sgr-01", "sgr-03", "sgr-05", "sgr-07", "sgr-09", "sgr-11");
        assertThat(rules.getFirst().toString())
                .contains("CidrIpv4=0.0.0.0/0", "FromPort=1,", "IsEgress=false", "GroupOwnerId=123456789012");
        assertThat(aws.calls()).hasSize(2);
    }

    @Test
    void describesAGroupWithWhatItLetsIn() {
        simulator.egressRule("sgr-out", "sg-1");
        simulator.rule("sgr-in", "sg-1", "tcp", 22, 23, "10.0.0.0/8");
        simulator.rule("sgr-six", "sg-1", "-1", 0, 0, "fd00::/8");
        simulator.group("sg-2");

        List<SecurityGroup> groups = ec2
                .describeSecurityGroupsPaginator(describe -> describe.groupIds("sg-1", "sg-2"))
                .securityGroups()
                .stream()
                .toList();

        assertThat(groups).extracting(SecurityGroup::groupId).containsExactly("sg-1", "sg-2");
        assertThat(groups.getFirst().ipPermissions().toString())
                .contains("FromPort=22, ToPort=23", "CidrIp=10.0.0.0/8", "CidrIpv6=fd00::/8")
                .doesNotContain("0.0.0.0/0");
        assertThat(groups.getLast().ipPermissions()).isEmpty();
        refused("InvalidGroup.NotFound", () -> ec2.describeSecurityGroups(describe -> describe.groupIds("sg-3")));
    }

    @Test
    void findsTheRouteTableOfASubnetAndTheMainOneOfItsVpc() {
        simulator.subnet("subnet-1");
        simulator.route("subnet-2", "0.0.0.0/0", "igw-1", "active");
        simulator.mainRoute("::/0", "igw-2");
        String vpc = ec2.describeSubnets(describe -> describe.subnetIds("subnet-1"))
                .subnets()
                .getFirst()
                .vpcId();

        assertThat(gateways("association.subnet-id", "subnet-1")).isEmpty();
        assertThat(gateways("association.subnet-id", "subnet-2")).containsExactly("igw-1");
        assertThat(gateways("association.main", "true")).containsExactly("igw-2");
        assertThat(gateways("vpc-id", vpc)).containsExactlyInAnyOrder("igw-1", "igw-2");
        refused("InvalidSubnetID.NotFound", () -> ec2.describeSubnets(describe -> describe.subnetIds("subnet-3")));
    }

    @Test
    void anEndpointOfGlueBringsItsNetworkWithIt() {
        aws.seed(Events.apiCall("glue", "CreateDevEndpoint")
                .request("securityGroupIds", List.of("sg-1"))
                .request("subnetId", "subnet-1")
                .event());

        assertThat(ec2.describeSecurityGroups(describe -> describe.groupIds("sg-1"))
                        .securityGroups()
                        .getFirst()
                        .ipPermissions())
                .isEmpty();
        assertThat(ec2.describeSubnets(describe -> describe.subnetIds("subnet-1"))
                        .subnets())
                .hasSize(1);
    }

    private List<String> gateways(String filter, String value) {
        return ec2
                .describeRouteTables(describe -> describe.filters(
                        Filter.builder().name(filter).values(value).build()))
                .routeTables()
                .stream()
                .flatMap(table -> table.routes().stream())
                .map(Route::gatewayId)
                .toList();
    }

    @Test
    void authorizesEachRangeAsARuleAndRevokesRulesById() {
        simulator.egressRule("sgr-out", "sg-1");
        IpPermission ssh = IpPermission.builder()
                .ipProtocol("6")
                .fromPort(22)
                .toPort(22)
                .ipRanges(IpRange.builder()
                        .cidrIp("192.0.2.7/0")
                        .description("a & b")
                        .build())
                .ipv6Ranges(Ipv6Range.builder().cidrIpv6("::/0").build())
                .build();

        List<SecurityGroupRule> made = ec2.authorizeSecurityGroupIngress(
                        authorize -> authorize.groupId("sg-1").ipPermissions(ssh))
                .securityGroupRules();

        assertThat(made).extracting(SecurityGroupRule::ipProtocol).containsExactly("tcp", "tcp");
        assertThat(made.getFirst().cidrIpv4()).isEqualTo("0.0.0.0/0");
        assertThat(made.getFirst().description()).isEqualTo("a & b");
        assertThat(made.getLast().cidrIpv6()).isEqualTo("::/0");
        refused(
                "InvalidPermission.Duplicate",
                () -> ec2.authorizeSecurityGroupIngress(
                        authorize -> authorize.groupId("sg-1").ipPermissions(ssh)));

        ec2.revokeSecurityGroupIngress(revoke -> revoke.groupId("sg-1")
                .securityGroupRuleIds(made.stream()
                        .map(SecurityGroupRule::securityGroupRuleId)
                        .toList()));
        assertThat(simulator.rulesOf("sg-1")).containsExactly("sgr-out");
    }

    @Test
    void namesWhatItDoesNotHave() {
        simulator.rule("sgr-1", "sg-1", "tcp", 22, 22, "0.0.0.0/0");

        refused(
                "InvalidSecurityGroupRuleId.NotFound",
                () -> ec2.describeSecurityGroupRules(describe -> describe.securityGroupRuleIds("sgr-2")));
        refused(
                "InvalidGroup.NotFound",
                () -> ec2.revokeSecurityGroupIngress(
                        revoke -> revoke.groupId("sg-2").securityGroupRuleIds("sgr-1")));
        refused("InvalidInstanceID.NotFound", () -> ec2.describeInstances(describe -> describe.instanceIds("i-1")));
        refused("InvalidSnapshot.NotFound", () -> ec2.describeSnapshots(describe -> describe.snapshotIds("snap-1")));
        refused("InvalidAMIID.NotFound", () -> ec2.describeImages(describe -> describe.imageIds("ami-1")));
    }

    @Test
    void revokesAllOrNothing() {
        simulator.rule("sgr-1", "sg-1", "tcp", 22, 22, "0.0.0.0/0");

        refused(
                "InvalidSecurityGroupRuleId.NotFound",
                () -> ec2.revokeSecurityGroupIngress(
                        revoke -> revoke.groupId("sg-1").securityGroupRuleIds("sgr-1", "sgr-2")));

        assertThat(simulator.hasRule("sgr-1")).isTrue();
    }

    @Test
    void writesErrorsAsEc2Does() {
        aws.fail("DescribeInstances").with(Fault.throttle());
        aws.fail("DescribeSnapshots").with(Fault.deny());

        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(ec2::describeInstances)
                .satisfies(thrown -> {
                    assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded");
                    assertThat(thrown.isThrottlingException()).isTrue();
                });
        refused("UnauthorizedOperation", ec2::describeSnapshots);
        refused("UnknownOperationException", () -> ec2.describeVpcs());
    }

    @Test
    void launchesInstancesThatArePendingAtFirst() {
        seed(
                "RunInstances",
                Map.of(),
                Map.of(
                        "instancesSet",
                        Map.of(
                                "items",
                                List.of(
                                        Map.of(
                                                "instanceId",
                                                "i-1",
                                                "metadataOptions",
                                                Map.of("httpTokens", "required")),
                                        Map.of(
                                                "instanceId",
                                                "i-2",
                                                "tagSet",
                                                Map.of("items", List.of(Map.of("key", "team", "value", "data"))))))));

        assertThat(instance("i-1").state().nameAsString()).isEqualTo("pending");
        assertThat(instance("i-1").metadataOptions().httpTokensAsString()).isEqualTo("required");
        assertThat(instance("i-2").metadataOptions().httpTokensAsString()).isEqualTo("optional");
        assertThat(instance("i-2").launchTime()).isEqualTo(Events.TIME);
        assertThat(instance("i-2").tags()).extracting("key", "value").containsExactly(tuple("team", "data"));
        refused(
                "IncorrectInstanceState",
                () -> ec2.modifyInstanceMetadataOptions(
                        modify -> modify.instanceId("i-2").httpTokens("required")));

        clock.advance(Duration.ofSeconds(20));
        ec2.modifyInstanceMetadataOptions(
                modify -> modify.instanceId("i-2").httpTokens("required").httpEndpoint("disabled"));

        assertThat(instance("i-2").state().nameAsString()).isEqualTo("running");
        assertThat(simulator.tokens("i-2")).contains("required");
        assertThat(simulator.endpoint("i-2")).contains("disabled");
        ec2.terminateInstances(terminate -> terminate.instanceIds("i-2"));
        assertThat(instance("i-2").state().nameAsString()).isEqualTo("terminated");
    }

    @Test
    void findsInstancesByFilter() {
        simulator.instance("i-1", "optional", Map.of());
        simulator.instance("i-2", "required", Map.of());
        Filter optional = Filter.builder()
                .name("metadata-options.http-tokens")
                .values("optional")
                .build();
        Filter running = Filter.builder()
                .name("instance-state-name")
                .values("pending", "running")
                .build();

        assertThat(
                        ec2
                                .describeInstancesPaginator(describe -> describe.filters(optional, running))
                                .reservations()
                                .stream()
                                .flatMap(reservation -> reservation.instances().stream()))
                .extracting(Instance::instanceId)
                .containsExactly("i-1");
    }

    @Test
    void sharesSnapshotsAndImages() {
        simulator.snapshot("snap-1", "all", "210987654321");
        simulator.snapshot("snap-2");
        simulator.image("ami-1", "all");
        simulator.image("ami-2", "210987654321");
        CreateVolumePermission all =
                CreateVolumePermission.builder().group("all").build();

        assertThat(ec2.describeSnapshotsPaginator(describe -> describe.restorableByUserIds("all"))
                        .snapshots())
                .extracting(Snapshot::snapshotId)
                .containsExactly("snap-1");
        assertThat(ec2.describeImages().images())
                .extracting(Image::imageId, Image::publicLaunchPermissions)
                .containsExactly(tuple("ami-1", true), tuple("ami-2", false));

        ec2.modifySnapshotAttribute(
                modify -> modify.snapshotId("snap-1").createVolumePermission(permission -> permission.remove(all)));

        assertThat(simulator.sharedWith("snap-1")).contains(Set.of("210987654321"));
        assertThat(ec2.describeSnapshotAttribute(describe ->
                                describe.snapshotId("snap-1").attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION))
                        .createVolumePermissions())
                .extracting(CreateVolumePermission::userId)
                .containsExactly("210987654321");
    }

    @Test
    void seedsTheRulesOfARequestThatWasAnsweredWithoutThem() {
        seed(
                "AuthorizeSecurityGroupIngress",
                Map.of(
                        "groupId",
                        "sg-1",
                        "ipPermissions",
                        Map.of(
                                "items",
                                List.of(Map.of(
                                        "ipProtocol",
                                        "tcp",
                                        "fromPort",
                                        22,
                                        "toPort",
                                        "22",
                                        "ipRanges",
                                        Map.of(
                                                "items",
                                                List.of(
                                                        Map.of("cidrIp", "0.0.0.0/0"),
                                                        Map.of("cidrIp", "192.0.2.0/24"))),
                                        "ipv6Ranges",
                                        Map.of())))),
                Map.of("_return", true));

        assertThat(ec2.describeSecurityGroupRules(describe -> {}).securityGroupRules())
                .extracting(SecurityGroupRule::cidrIpv4)
                .containsExactlyInAnyOrder("0.0.0.0/0", "192.0.2.0/24");
    }

    @Test
    void keepsTheDirectionOfARuleThatAnEventChanges() {
        simulator.egressRule("sgr-out", "sg-1");
        Map<String, Object> rule = Map.of("CidrIpv4", "0.0.0.0/0", "IpProtocol", -1);

        for (String id : List.of("sgr-out", "sgr-in")) {
            seed(
                    "ModifySecurityGroupRules",
                    Map.of(
                            "ModifySecurityGroupRulesRequest",
                            Map.of(
                                    "GroupId",
                                    "sg-1",
                                    "SecurityGroupRule",
                                    Map.of("SecurityGroupRuleId", id, "SecurityGroupRule", rule))),
                    Map.of());
        }

        assertThat(ec2.describeSecurityGroupRules(describe -> {}).securityGroupRules())
                .extracting(SecurityGroupRule::securityGroupRuleId, SecurityGroupRule::isEgress)
                .containsExactly(tuple("sgr-in", false), tuple("sgr-out", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AuthorizeSecurityGroupIngress",
                "ModifySecurityGroupRules",
                "RunInstances",
                "ModifyInstanceMetadataOptions",
                "ModifySnapshotAttribute",
                "ModifyImageAttribute"
            })
    void toleratesParametersOfAnyType(String operation) {
        for (Object odd :
                new Object[] {"x", 7, true, List.of("x"), Map.of("items", "x"), Map.of("items", List.of(7))}) {
            EventBuilder event = Events.apiCall("ec2", operation);
            for (String parameter : List.of(
                    "groupId",
                    "ipPermissions",
                    "securityGroupRules",
                    "instanceId",
                    "snapshotId",
                    "imageId",
                    "createVolumePermission",
                    "launchPermission",
                    "fromPort")) {
                event = event.request(parameter, odd);
            }
            CloudTrailEvent odder = event.response("instancesSet", odd)
                    .response("securityGroupRuleSet", odd)
                    .event();

            assertThat(aws.simulates(odder)).isTrue();
            aws.seed(odder);
        }
    }

    @Test
    void isAboutSnapshotsThatBelongToNoAccount() {
        simulator.snapshot("snap-1");
        ec2.describeSnapshotAttribute(
                describe -> describe.snapshotId("snap-1").attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION));

        assertThat(aws.resource(aws.calls().getFirst())).isEqualTo("arn:aws:ec2:eu-west-1::snapshot/snap-1");
    }

    private void seed(String operation, Map<String, ?> request, Map<String, ?> response) {
        EventBuilder event = Events.apiCall("ec2", operation)
                .with("requestParameters", request)
                .with("responseElements", response);
        aws.seed(event.event());
    }

    private Instance instance(String id) {
        return ec2.describeInstances(describe -> describe.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(call)
                .satisfies(thrown ->
                        assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo(code));
    }
}
