package dev.overseer.plugin.glue;

import static dev.overseer.runtime.incident.Outcome.Kind.COMPLIANT;
import static dev.overseer.runtime.incident.Outcome.Kind.FAILED;
import static dev.overseer.runtime.incident.Outcome.Kind.REMEDIATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.Finding;
import dev.overseer.runtime.aws.IamPolicy;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.testkit.AwsCall;
import dev.overseer.testkit.Ec2Simulator;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.Lifecycle;
import dev.overseer.testkit.Transcript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CloudWatchEncryptionMode;
import software.amazon.awssdk.services.glue.model.CreateSecurityConfigurationRequest;
import software.amazon.awssdk.services.glue.model.JobBookmarksEncryptionMode;
import software.amazon.awssdk.services.glue.model.S3Encryption;
import software.amazon.awssdk.services.glue.model.S3EncryptionMode;

/** The checks that ask AWS what the names of an endpoint stand for. */
class DevEndpointLiveChecksTest {
    private static final String GROUP = "sg-0123456789abcdef0";
    private static final String SUBNET = "subnet-0123456789abcdef0";

    private final Scene scene = new Scene(Lifecycle.starting("READY"));
    private final Ec2Simulator network = new Ec2Simulator(scene.clock);
    private final GlueClient owner =
            new FakeAws(scene.clock).install(scene.glue).client(GlueClient::builder);

    DevEndpointLiveChecksTest() {
        network.subnet(SUBNET);
        open("10.0.0.0/8");
        open("fd00::/8");
        scene.aws.install(network);
    }

    @Test
    void anUpgradeMakesAnEnforcedControlDeleteNothingMore() {
        open("0.0.0.0/0");
        network.route(SUBNET, "0.0.0.0/0", "igw-1", "active");
        scene.aws
                .onCall("GetDevEndpoint")
                .before(call -> owner.deleteSecurityConfiguration(delete -> delete.name("test-secure")));

        Transcript transcript = Operator.configures(scene, "controls: {glue-dev-endpoint: {mode: enforce}}")
                // Without the answer of the event, so that the endpoint is really looked at
                .play(Scene.CLOSED.request("unknown", "HIDDEN").request("subnetId", "HIDDEN_DUE_TO_SECURITY_REASONS"));

        assertThat(transcript.outcome().findings())
                .extracting(Finding::check)
                .doesNotContain("security-configuration-encrypts", "security-groups-closed", "subnet-private");
        assertThat(scene.aws.calls())
                .extracting(AwsCall::operation)
                .doesNotContain(
                        "GetSecurityConfiguration", "DescribeSecurityGroups", "DescribeSubnets", "DescribeRouteTables");
        Scene untouched = new Scene();
        assertThat(Operator.configures(untouched, "controls: {glue-dev-endpoint: {mode: enforce}}")
                        .play(Scene.CLOSED)
                        .outcome()
                        .kind())
                .isEqualTo(COMPLIANT);
        assertThat(untouched.aws.calls()).isEmpty();
    }

    @Test
    void passesAnEndpointWhoseConfigurationEncryptsAndWhoseNetworkIsClosed() {
        Transcript transcript =
                playWith("security-configuration-encrypts: on, security-groups-closed: on, subnet-private: on");

        assertThat(transcript.outcome().kind())
                .as(transcript.outcome().summary())
                .isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls())
                .extracting(AwsCall::operation)
                .containsExactly(
                        "GetDevEndpoint",
                        "GetSecurityConfiguration",
                        "DescribeSecurityGroups",
                        "DescribeSubnets",
                        "DescribeRouteTables",
                        "DescribeRouteTables");
    }

    @Test
    void deletesAnEndpointWhoseSecurityConfigurationIsGone() {
        scene.aws
                .onCall("GetDevEndpoint")
                .before(call -> owner.deleteSecurityConfiguration(delete -> delete.name("test-secure")))
                .nth(1);

        Outcome outcome = playWith("security-configuration-encrypts: on").outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.findings())
                .containsExactly(new Finding(
                        "security-configuration-encrypts",
                        "has the security configuration \"test-secure\", which does not exist"));
        assertThat(scene.glue.exists("test1")).isFalse();
    }

    @Test
    void deletesAnEndpointWhoseSecurityConfigurationEncryptsNothing() {
        define(S3EncryptionMode.DISABLED, CloudWatchEncryptionMode.DISABLED, JobBookmarksEncryptionMode.DISABLED);

        Outcome outcome = playWith("security-configuration-encrypts: on").outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.findings())
                .extracting(Finding::message)
                .containsExactly("has the security configuration \"test-secure\", which encrypts nothing");
    }

    @Test
    void anAbsentEncryptionIsNone() {
        owner.createSecurityConfiguration(create -> create.name("test-secure").encryptionConfiguration(nothing -> {}));

        assertThat(playWith("security-configuration-encrypts: on").outcome().kind())
                .isEqualTo(REMEDIATED);
    }

    @ParameterizedTest
    @CsvSource({"SSE_S3, DISABLED, DISABLED", "DISABLED, SSE_KMS, DISABLED", "DISABLED, DISABLED, CSE_KMS"})
    void oneEncryptionIsEnough(
            S3EncryptionMode s3, CloudWatchEncryptionMode logs, JobBookmarksEncryptionMode bookmarks) {
        define(s3, logs, bookmarks);

        assertThat(playWith("security-configuration-encrypts: on").outcome().kind())
                .isEqualTo(COMPLIANT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "203.0.113.7/0"})
    void deletesAnEndpointWithAGroupThatIsOpenToTheWorld(String world) {
        open(world);

        Outcome outcome = playWith("security-groups-closed: on").outcome();

        assertThat(outcome.kind()).isEqualTo(REMEDIATED);
        assertThat(outcome.findings())
                .containsExactly(new Finding(
                        "security-groups-closed",
                        "has a security group that is open to the world, or that does not exist"));
    }

    @Test
    void aGroupThatDoesNotExistIsAFinding() {
        gone("sg-0fedcba9876543210");

        Transcript transcript = Operator.configures(scene, switching("security-groups-closed: on"))
                .play(Scene.CLOSED.request("securityGroupIds", List.of(GROUP, "sg-0fedcba9876543210")));

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, igw-1, active, REMEDIATED",
        "::/0, igw-1, active, REMEDIATED",
        "0.0.0.0/0, igw-1, blackhole, COMPLIANT",
        "0.0.0.0/0, nat-1, active, COMPLIANT",
        "10.0.0.0/8, igw-1, active, COMPLIANT"
    })
    void aSubnetIsPublicIfItsOwnTableLeadsToTheInternet(
            String destination, String gateway, String state, Outcome.Kind outcome) {
        network.route(SUBNET, destination, gateway, state);

        assertThat(playWith("subnet-private: on").outcome().kind()).isEqualTo(outcome);
    }

    @Test
    void aSubnetWithoutATableOfItsOwnHasTheMainOne() {
        network.mainRoute("10.0.0.0/8", "local");
        network.mainRoute("0.0.0.0/0", "igw-1");

        assertThat(playWith("subnet-private: on").outcome().kind()).isEqualTo(REMEDIATED);
    }

    @Test
    void theMainTableIsNoMatterForASubnetWithOneOfItsOwn() {
        network.mainRoute("0.0.0.0/0", "igw-1");
        network.route(SUBNET, "10.0.0.0/8", "local", "active");

        assertThat(playWith("subnet-private: on").outcome().kind()).isEqualTo(COMPLIANT);
    }

    @Test
    void aSubnetThatDoesNotExistIsAFinding() {
        gone("subnet-0fedcba9876543210");

        Transcript transcript = Operator.configures(scene, switching("subnet-private: on"))
                .play(Scene.CLOSED.request("subnetId", "subnet-0fedcba9876543210"));

        assertThat(transcript.outcome().kind()).isEqualTo(REMEDIATED);
    }

    @ParameterizedTest
    @CsvSource({
        "security-configuration-encrypts, GetSecurityConfiguration, glue",
        "security-groups-closed, DescribeSecurityGroups, ec2",
        "subnet-private, DescribeSubnets, ec2",
        "subnet-private, DescribeRouteTables, ec2"
    })
    void anAnswerThatIsDeniedIsNoFinding(String check, String operation, String service) {
        scene.aws.fail(operation).with(Fault.deny()).always();

        Outcome outcome = playWith(check + ": on").outcome();

        assertThat(outcome.kind()).isEqualTo(FAILED);
        assertThat(outcome.summary()).startsWith("%s:%s was denied".formatted(service, operation));
        assertThat(scene.aws.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "security-configuration-encrypts, GetSecurityConfiguration",
        "security-groups-closed, DescribeSecurityGroups",
        "subnet-private, DescribeRouteTables"
    })
    void anAnswerThatIsThrottledIsAskedForAgain(String check, String operation) {
        scene.aws.fail(operation).with(Fault.throttle()).times(3);

        Transcript transcript = playWith(check + ": on");

        assertThat(transcript.waits()).isNotEmpty();
        assertThat(transcript.outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.writes()).isEmpty();
    }

    @Test
    void asksNothingWhereAnEndpointNamesNothing() {
        Transcript transcript = Operator.configures(
                        scene,
                        switching(
                                "security-configuration: off, security-groups: off, subnet: off,"
                                        + " security-configuration-encrypts: on, security-groups-closed: on, subnet-private: on"))
                .play(Scene.OPEN.request("securityConfiguration", null).request("publicKeys", List.of("ssh-rsa AAAA")));

        assertThat(transcript.outcome().kind()).isEqualTo(COMPLIANT);
        assertThat(scene.aws.calls()).extracting(AwsCall::operation).containsExactly("GetDevEndpoint");
    }

    @Test
    void thePoliciesOfAllControlsAreShortEnough() {
        assertThat(IamPolicy.sessionProblems(PluginCatalog.of(List.of(new GluePlugin())).controls().stream()
                        .map(RegisteredControl::descriptor)
                        .toList()))
                .isEmpty();
    }

    @Test
    void itsRoleMayReadTheNetwork() throws Exception {
        assertThat(new JsonMapper().writeValueAsString(IamPolicy.role(List.of(new DevEndpointControl().descriptor()))))
                .contains("\"ec2:DescribeRouteTables\",\"ec2:DescribeSecurityGroups\",\"ec2:DescribeSubnets\"");
    }

    /** Lets addresses in. */
    private void open(String cidr) {
        network.rule("sgr-" + cidr, GROUP, "tcp", 22, 22, cidr);
    }

    /** What the event refers to is gone before the endpoint is looked at. */
    private void gone(String id) {
        scene.aws.onCall("GetDevEndpoint").before(call -> network.vanish(id));
    }

    private Transcript playWith(String checks) {
        return Operator.configures(scene, switching(checks)).play(Scene.CLOSED);
    }

    private static String switching(String checks) {
        return "controls: {glue-dev-endpoint: {mode: enforce, checks: {%s}}}".formatted(checks);
    }

    private void define(S3EncryptionMode s3, CloudWatchEncryptionMode logs, JobBookmarksEncryptionMode bookmarks) {
        owner.createSecurityConfiguration(CreateSecurityConfigurationRequest.builder()
                .name("test-secure")
                .encryptionConfiguration(encryption -> encryption
                        .s3Encryption(List.of(
                                S3Encryption.builder().s3EncryptionMode(s3).build()))
                        .cloudWatchEncryption(one -> one.cloudWatchEncryptionMode(logs))
                        .jobBookmarksEncryption(one -> one.jobBookmarksEncryptionMode(bookmarks)))
                .build());
    }
}
