package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.api.CloudTrailEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.sts.StsClient;

class FakeAwsTest {
    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(glue);
    private final GlueClient client = aws.client(GlueClient::builder);

    @Test
    void readsAccountRegionServiceAndOperationBackFromTheSignature() {
        glue.endpoint("test1").account("210987654321").region("cn-north-1").ready();
        clock.advance(Duration.ofMinutes(1));

        aws.client(GlueClient::builder, "210987654321", "cn-north-1").deleteDevEndpoint(r -> r.endpointName("test1"));

        AwsCall call = aws.calls().getFirst();
        assertThat(call.account()).isEqualTo("210987654321");
        assertThat(call.region()).isEqualTo("cn-north-1");
        assertThat(call.service()).isEqualTo("glue");
        assertThat(call.operation()).isEqualTo("DeleteDevEndpoint");
        assertThat(call.principal()).isEqualTo("arn:aws-cn:sts::210987654321:assumed-role/Overseer/testkit");
        assertThat(call.at()).isEqualTo(Events.TIME.plusSeconds(60));
        assertThat(call.json()).hasToString("{\"EndpointName\":\"test1\"}");
        assertThat(call.request().host()).isEqualTo("glue.cn-north-1.amazonaws.com.cn");
    }

    @Test
    void keepsOfARequestOnlyWhatIsInputOfTheApi() {
        client.getDevEndpoints(r -> {});

        assertThat(aws.calls().getFirst().request().headers()).containsOnlyKeys("content-type", "x-amz-target");
    }

    @Test
    void tellsWritesFromReads() {
        glue.endpoint("test1").ready();

        client.getDevEndpoint(r -> r.endpointName("test1"));
        client.deleteDevEndpoint(r -> r.endpointName("test1"));
        client.getDevEndpoints(r -> {});

        assertThat(aws.calls())
                .extracting(AwsCall::operation)
                .containsExactly("GetDevEndpoint", "DeleteDevEndpoint", "GetDevEndpoints");
        assertThat(aws.writes()).extracting(AwsCall::action).containsExactly("glue:DeleteDevEndpoint");
        assertThat(aws.calls("GetDevEndpoint")).hasSize(1);
    }

    @Test
    void keepsAccountsAndRegionsApart() {
        glue.endpoint("test1").account("210987654321").region("us-east-1").ready();

        GlueClient otherAccount = aws.client(GlueClient::builder, "123456789012", "us-east-1");
        GlueClient otherRegion = aws.client(GlueClient::builder, "210987654321", "eu-west-1");

        assertThatThrownBy(() -> otherAccount.getDevEndpoint(r -> r.endpointName("test1")))
                .isInstanceOf(EntityNotFoundException.class);
        assertThatThrownBy(() -> otherRegion.getDevEndpoint(r -> r.endpointName("test1")))
                .isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void refusesCredentialsForWhatIsNotAnAccount() {
        assertThatThrownBy(() -> aws.client(GlueClient::builder, "12a", "eu-west-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"12a\"");
    }

    @Test
    void namesAnOperationThatNobodySimulates() {
        assertThatThrownBy(() -> client.getMLTransform(r -> r.transformId("tfm-1")))
                .isInstanceOfSatisfying(GlueException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
                    assertThat(e.awsErrorDetails().errorMessage()).startsWith("glue:GetMLTransform is not simulated");
                });
        assertThat(aws.notSimulated()).extracting(AwsCall::action).containsExactly("glue:GetMLTransform");
    }

    @Test
    void namesAServiceThatNobodySimulates() {
        StsClient sts = aws.client(StsClient::builder);

        assertThatThrownBy(sts::getCallerIdentity).hasMessageContaining("sts:GetCallerIdentity is not simulated");
        assertThat(aws.notSimulated()).extracting(AwsCall::action).containsExactly("sts:GetCallerIdentity");
    }

    @Test
    void refusesARequestThatIsNotSigned() {
        GlueClient anonymous = GlueClient.builder()
                .httpClient(aws.connection().http())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .region(Region.EU_WEST_1)
                .build();

        assertThatThrownBy(() -> anonymous.getDevEndpoints(r -> {}))
                .isInstanceOfSatisfying(
                        GlueException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void takesOneSimulatorForAService() {
        assertThatThrownBy(() -> aws.install(new GlueSimulator(clock)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("glue is already simulated");
    }

    @Test
    void runsTheTestsCodeBeforeAndAfterACall() {
        glue.endpoint("test1").ready();
        List<String> order = new ArrayList<>();
        aws.onCall("DeleteDevEndpoint").before(call -> order.add("before, there: " + glue.exists("test1")));
        aws.onCall("DeleteDevEndpoint").after(call -> order.add("after, there: " + glue.exists("test1")));

        client.deleteDevEndpoint(r -> r.endpointName("test1"));

        assertThat(order).containsExactly("before, there: true", "after, there: false");
    }

    @Test
    void letsAHookCallAwsItself() {
        glue.endpoint("test1").ready();
        FakeAws owners = new FakeAws(clock).install(glue);
        GlueClient owner = owners.client(GlueClient::builder);
        aws.onCall("GetDevEndpoint")
                .before(call ->
                        owner.updateDevEndpoint(r -> r.endpointName("test1").addPublicKeys("ssh-rsa AAAA")));

        assertThat(client.getDevEndpoint(r -> r.endpointName("test1"))
                        .devEndpoint()
                        .publicKeys())
                .containsExactly("ssh-rsa AAAA");
        assertThat(aws.writes()).isEmpty();
        assertThat(owners.writes()).hasSize(1);
    }

    @Test
    void diesLikeAProcessAfterADeleteThatWasSent() {
        glue.endpoint("test1").ready();
        aws.onCall("DeleteDevEndpoint").after(call -> {
            throw new Crash();
        });

        assertThatThrownBy(() -> client.deleteDevEndpoint(r -> r.endpointName("test1")))
                .isInstanceOf(Crash.class);
        assertThat(glue.exists("test1")).isFalse();
        assertThat(glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void seedsWhatAnEventReportsOnceForEachEvent() {
        CloudTrailEvent event = Events.apiCall("glue", "CreateDevEndpoint")
                .request("endpointName", "test1")
                .event();

        aws.seed(event);
        glue.vanish("test1");
        aws.seed(event);

        assertThat(glue.exists("test1")).isFalse();
    }

    @Test
    void saysWhichEventsItCannotBringAbout() {
        CloudTrailEvent event = Events.apiCall("s3", "CreateBucket").event();

        assertThat(aws.simulates(event)).isFalse();
        assertThatThrownBy(() -> aws.seed(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No simulator for CreateBucket")
                .hasMessageContaining("[glue]");
    }

    @Test
    void letsOneOfManyConcurrentDeletesTakeEffect() throws Exception {
        glue.endpoint("test1").ready();
        Callable<Void> delete = () -> {
            try {
                client.deleteDevEndpoint(r -> r.endpointName("test1"));
            } catch (EntityNotFoundException other) {
                assertThat(other.awsErrorDetails().errorMessage()).isEqualTo("DevEndpoint test1 not found");
            }
            return null;
        };

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(java.util.Collections.nCopies(100, delete))) {
                done.get();
            }
        }

        assertThat(aws.calls("DeleteDevEndpoint")).hasSize(100);
        assertThat(glue.effectiveDeletes("test1")).isOne();
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }
}
