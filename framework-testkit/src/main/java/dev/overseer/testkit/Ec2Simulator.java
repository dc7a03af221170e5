package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Amazon EC2, by account and region: security groups and their rules, subnets and their route tables, instances with their
 * metadata options, and with whom snapshots and images are shared. Follows a clock.
 *
 * <p>An instance is pending for twenty seconds and then running. Whatever an event refers to, such as a rule's security
 * group, exists from then on. So do the groups and the subnet of a Glue development endpoint, closed and private.
 *
 * <p>What the simulator is asked for in Java is in {@link FakeAws#ACCOUNT} and {@link FakeAws#REGION}.
 */
public final class Ec2Simulator implements SimulatedService {
    /** How long an instance is pending. */
    public static final Duration RUNNING_AFTER = Duration.ofSeconds(20);

    private static final String SOURCE = "ec2.amazonaws.com";
    private static final String GLUE = "glue.amazonaws.com";
    private static final String ENDPOINT = "CreateDevEndpoint";
    private static final Set<String> SEEDS = Set.of(
            "AuthorizeSecurityGroupIngress",
            "ModifySecurityGroupRules",
            "RunInstances",
            "ModifyInstanceMetadataOptions",
            "ModifySnapshotAttribute",
            "ModifyImageAttribute");

    private final Clock clock;
    private final Map<GlueSimulator.Location, Region> regions = new HashMap<>();

    /** Makes an EC2 with nothing in it. */
    public Ec2Simulator(Clock clock) {
        this.clock = clock;
    }

    private record Region(
            Ec2SecurityGroups groups,
            Ec2Subnets subnets,
            Ec2Instances instances,
            Ec2Shares snapshots,
            Ec2Shares images) {
        private static Region of(GlueSimulator.Location location) {
            return new Region(
                    new Ec2SecurityGroups(location.account()),
                    new Ec2Subnets(),
                    new Ec2Instances(),
                    new Ec2Shares(Ec2Shares.Kind.SNAPSHOT, location.account()),
                    new Ec2Shares(Ec2Shares.Kind.IMAGE, location.account()));
        }
    }

    /**
     * Puts a rule in place that lets traffic in.
     *
     * @param from the first port; with protocol {@code -1} it does not count
     */
    public synchronized void rule(String id, String group, String protocol, int from, int to, String cidr) {
        boolean all = protocol.equals("-1");
        home().groups()
                .put(new Ec2SecurityGroups.Rule(
                        id,
                        group,
                        false,
                        protocol,
                        all ? Optional.empty() : Optional.of(from),
                        all ? Optional.empty() : Optional.of(to),
                        cidr,
                        Optional.empty()));
    }

    /** Puts a rule in place that lets all traffic out, as every new group has one. */
    public synchronized void egressRule(String id, String group) {
        home().groups()
                .put(new Ec2SecurityGroups.Rule(
                        id, group, true, "-1", Optional.empty(), Optional.empty(), "0.0.0.0/0", Optional.empty()));
    }

    /** Puts a security group in place; if there was none, without rules. */
    public synchronized void group(String id) {
        home().groups().put(id);
    }

    /** Puts a subnet in place; if there was none, without a route table of its own. */
    public synchronized void subnet(String id) {
        home().subnets().put(id);
    }

    /**
     * Puts a route in place in a subnet's own route table, which it has from then on.
     *
     * @param destination such as {@code 0.0.0.0/0}
     * @param gateway such as {@code igw-0123456789abcdef0}
     * @param state {@code active} or {@code blackhole}
     */
    public synchronized void route(String subnet, String destination, String gateway, String state) {
        home().subnets().put(subnet, new Ec2Subnets.Route(destination, gateway, state));
    }

    /** Puts a route in place in the table of all subnets that have none of their own. */
    public synchronized void mainRoute(String destination, String gateway) {
        home().subnets().putMain(new Ec2Subnets.Route(destination, gateway, "active"));
    }

    /** Returns whether there is a rule of this id. */
    public synchronized boolean hasRule(String id) {
        return home().groups().rule(id).isPresent();
    }

    /** Returns the ids of a group's rules. */
    public synchronized List<String> rulesOf(String group) {
        return home().groups().rulesOf(group).stream()
                .map(Ec2SecurityGroups.Rule::id)
                .toList();
    }

    /**
     * Puts a running instance in place.
     *
     * @param tokens {@code optional} or {@code required}
     */
    public synchronized void instance(String id, String tokens, Map<String, String> tags) {
        home().instances().put(id, clock.instant(), Duration.ZERO, tokens, tags);
    }

    /** Returns whether an instance's metadata need a token, as in {@link #instance}; empty if there is no such instance. */
    public synchronized Optional<String> tokens(String id) {
        return home().instances().tokens(id);
    }

    /** Returns whether an instance's metadata service is {@code enabled}; empty if there is no such instance. */
    public synchronized Optional<String> endpoint(String id) {
        return home().instances().endpoint(id);
    }

    /** Puts a snapshot in place, shared with accounts or with {@code all}. */
    public synchronized void snapshot(String id, String... sharedWith) {
        home().snapshots().put(id, List.of(sharedWith));
    }

    /** Puts an image in place, shared with accounts or with {@code all}. */
    public synchronized void image(String id, String... sharedWith) {
        home().images().put(id, List.of(sharedWith));
    }

    /** Returns with whom a snapshot or an image is shared; empty if there is no such thing. */
    public synchronized Optional<Set<String>> sharedWith(String id) {
        return home().snapshots().sharedWith(id).or(() -> home().images().sharedWith(id));
    }

    /** Makes whatever has this id go away without a call of the API; a security group with its rules. */
    public synchronized void vanish(String id) {
        home().groups().vanish(id);
        home().subnets().vanish(id);
        home().instances().vanish(id);
        home().snapshots().vanish(id);
        home().images().vanish(id);
    }

    @Override
    public synchronized boolean vanish(ResourceRef target) {
        Region region = region(GlueSimulator.Location.of(target));
        return switch (target.type()) {
            case "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress" ->
                region.groups().vanish(target.id());
            case "AWS::EC2::Instance" -> region.instances().vanish(target.id());
            case "AWS::EC2::Snapshot" -> region.snapshots().vanish(target.id());
            case "AWS::EC2::Image" -> region.images().vanish(target.id());
            default -> false;
        };
    }

    @Override
    public String service() {
        return "ec2";
    }

    @Override
    public Protocol protocol() {
        return Protocol.EC2;
    }

    /** The ARNs of snapshots and images name no account. */
    @Override
    public String resource(AwsCall call) {
        Ec2Query query = Ec2Query.of(call);
        return switch (call.operation()) {
            case "AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress" ->
                arn(call, call.account(), "security-group/" + query.required("GroupId"));
            case "ModifyInstanceMetadataOptions" ->
                arn(call, call.account(), "instance/" + query.required("InstanceId"));
            case "DescribeSnapshotAttribute", "ModifySnapshotAttribute" ->
                arn(call, "", "snapshot/" + query.required("SnapshotId"));
            case "DescribeImageAttribute", "ModifyImageAttribute" ->
                arn(call, "", "image/" + query.required("ImageId"));
            default -> "*";
        };
    }

    @Override
    public synchronized Answer handle(AwsCall call) {
        Region region = region(GlueSimulator.Location.of(call));
        Ec2Query query = Ec2Query.of(call);
        return switch (call.operation()) {
            case "DescribeSecurityGroupRules" -> region.groups().describe(query);
            case "DescribeSecurityGroups" -> region.groups().describeGroups(query);
            case "DescribeSubnets" -> region.subnets().describe(query);
            case "DescribeRouteTables" -> region.subnets().describeTables(query);
            case "AuthorizeSecurityGroupIngress" -> region.groups().authorize(query);
            case "RevokeSecurityGroupIngress" -> region.groups().revoke(query);
            case "DescribeInstances" -> region.instances().describe(query, clock.instant());
            case "ModifyInstanceMetadataOptions" -> region.instances().modify(query, clock.instant());
            case "TerminateInstances" -> region.instances().terminate(query);
            case "DescribeSnapshots" -> region.snapshots().describe(query);
            case "DescribeSnapshotAttribute" -> region.snapshots().describeAttribute(query);
            case "ModifySnapshotAttribute" -> region.snapshots().modify(query);
            case "DescribeImages" -> region.images().describe(query);
            case "DescribeImageAttribute" -> region.images().describeAttribute(query);
            case "ModifyImageAttribute" -> region.images().modify(query);
            default -> Answer.notSimulated(call);
        };
    }

    @Override
    public boolean simulates(CloudTrailEvent event) {
        return (event.source().equals(SOURCE) && SEEDS.contains(event.name()))
                || (event.source().equals(GLUE) && event.name().equals(ENDPOINT));
    }

    /** An event that names no resource seeds nothing. */
    @Override
    public synchronized void seed(CloudTrailEvent event) {
        Region region = region(new GlueSimulator.Location(event.account(), event.region()));
        switch (event.name()) {
            case "AuthorizeSecurityGroupIngress" -> region.groups().seedAuthorized(event);
            case "ModifySecurityGroupRules" -> region.groups().seedModified(event);
            case "RunInstances" -> region.instances().seedLaunched(event, RUNNING_AFTER);
            case "ModifyInstanceMetadataOptions" -> region.instances().seedModified(event);
            case "ModifySnapshotAttribute" -> region.snapshots().seedModified(event);
            case "ModifyImageAttribute" -> region.images().seedModified(event);
            case ENDPOINT -> seedNetwork(event, region);
            default -> throw new IllegalArgumentException("ec2 does not simulate " + event);
        }
    }

    private static void seedNetwork(CloudTrailEvent event, Region region) {
        event.request()
                .path("securityGroupIds")
                .valueStream()
                .forEach(id -> region.groups().put(id.asText()));
        event.request("subnetId").ifPresent(region.subnets()::put);
    }

    /** Answers in the element that EC2 names after the operation. */
    static Answer answer(String operation, String content) {
        return Answer.xml("<%1$sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">%2$s</%1$sResponse>"
                .formatted(operation, content));
    }

    static String tag(String name, String text) {
        return "<%1$s>%2$s</%1$s>".formatted(name, Protocol.xml(text));
    }

    static String tagSet(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(entry -> "<item>%s%s</item>".formatted(tag("key", entry.getKey()), tag("value", entry.getValue())))
                .collect(Collectors.joining("", "<tagSet>", "</tagSet>"));
    }

    private Region home() {
        return region(new GlueSimulator.Location(FakeAws.ACCOUNT, FakeAws.REGION));
    }

    private Region region(GlueSimulator.Location location) {
        return regions.computeIfAbsent(location, Region::of);
    }

    private static String arn(AwsCall call, String account, String resource) {
        return "arn:%s:ec2:%s:%s:%s"
                .formatted(FakeCredentials.partition(call.region()), call.region(), account, resource);
    }
}
