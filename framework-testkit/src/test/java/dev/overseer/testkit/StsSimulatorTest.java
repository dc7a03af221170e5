package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

class StsSimulatorTest {
    private final FakeAws aws = new FakeAws(new TestClock(Events.TIME)).install(new StsSimulator());

    @Test
    void tellsTheCallerWhoItIs() {
        GetCallerIdentityResponse identity =
                aws.client(StsClient::builder, "210987654321", "us-east-1").getCallerIdentity();

        assertThat(identity.account()).isEqualTo("210987654321");
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::210987654321:assumed-role/Overseer/testkit");
    }

    @Test
    void lendsARoleInAnotherAccount() {
        AssumeRoleResponse assumed = aws.client(StsClient::builder)
                .assumeRole(r -> r.roleArn("arn:aws:iam::210987654321:role/teams/OverseerTarget")
                        .roleSessionName("incident-1"));

        GetCallerIdentityResponse identity = StsClient.builder()
                .httpClient(aws.connection().http())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        assumed.credentials().accessKeyId(),
                        assumed.credentials().secretAccessKey(),
                        assumed.credentials().sessionToken())))
                .build()
                .getCallerIdentity();

        assertThat(identity.account()).isEqualTo("210987654321");
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::210987654321:assumed-role/OverseerTarget/incident-1");
        assertThat(aws.calls()).extracting(AwsCall::account).containsExactly("123456789012", "210987654321");
    }

    @Test
    void lendsForAsLongAsItIsAskedAndRemembersHow() {
        TestClock clock = new TestClock(Events.TIME);
        StsSimulator sts = new StsSimulator(clock);

        AssumeRoleResponse assumed = new FakeAws(clock)
                .install(sts)
                .client(StsClient::builder)
                .assumeRole(r -> r.roleArn("arn:aws:iam::210987654321:role/OverseerTarget")
                        .roleSessionName("incident-1")
                        .externalId("blue-42")
                        .policy("{}")
                        .durationSeconds(900));

        assertThat(assumed.credentials().expiration()).isEqualTo(Events.TIME.plusSeconds(900));
        assertThat(sts.assumed())
                .containsExactly(new StsSimulator.AssumedRole(
                        "arn:aws:iam::210987654321:role/OverseerTarget",
                        "incident-1",
                        Optional.of("blue-42"),
                        Optional.of("{}"),
                        Duration.ofMinutes(15)));
    }

    @Test
    void refusesARoleThatIsNone() {
        StsClient sts = aws.client(StsClient::builder);

        assertThatThrownBy(() -> sts.assumeRole(r -> r.roleArn("OverseerTarget").roleSessionName("x")))
                .isInstanceOf(StsException.class)
                .hasMessageContaining("RoleArn");
    }
}
