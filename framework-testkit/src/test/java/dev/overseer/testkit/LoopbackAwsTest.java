package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.sts.StsClient;

class LoopbackAwsTest {
    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(glue).install(new StsSimulator());
    private final LoopbackAws loopback = new LoopbackAws(aws);
    private final GlueClient client = client(GlueClient.builder());

    LoopbackAwsTest() throws IOException {}

    @AfterEach
    void stop() {
        client.close();
        loopback.close();
    }

    @Test
    void servesOnLoopbackOnly() {
        assertThat(loopback.endpoint().getHost()).isEqualTo("127.0.0.1");
        assertThat(loopback.endpoint().getPort()).isPositive();
    }

    @Test
    void deletesAnEndpointOverHttp() {
        glue.endpoint("test1").ready();

        assertThat(client.getDevEndpoint(r -> r.endpointName("test1"))
                        .devEndpoint()
                        .status())
                .isEqualTo("READY");
        client.deleteDevEndpoint(r -> r.endpointName("test1"));

        assertThatThrownBy(() -> client.getDevEndpoint(r -> r.endpointName("test1")))
                .isInstanceOf(EntityNotFoundException.class);
        assertThat(aws.writes()).singleElement().satisfies(call -> {
            assertThat(call.account()).isEqualTo("123456789012");
            assertThat(call.region()).isEqualTo("eu-west-1");
            assertThat(call.action()).isEqualTo("glue:DeleteDevEndpoint");
        });
    }

    @Test
    void speaksTheQueryProtocolToo() {
        StsClient sts = client(StsClient.builder());

        assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
        sts.close();
    }

    @Test
    void answersWithTheErrorsOfTheService() {
        aws.fail("GetDevEndpoints").with(Fault.throttle());

        assertThatThrownBy(() -> client.getDevEndpoints(r -> {}))
                .isInstanceOfSatisfying(
                        GlueException.class,
                        e -> assertThat(e.isThrottlingException()).isTrue());
    }

    @Test
    void closesTheConnectionOfACallWhoseAnswerIsLost() {
        glue.endpoint("test1").ready();
        client.getDevEndpoint(r -> r.endpointName("test1"));
        aws.fail("DeleteDevEndpoint").with(Fault.resetAfter()).always();

        assertThatThrownBy(() -> client.deleteDevEndpoint(r -> r.endpointName("test1")))
                .isInstanceOf(SdkClientException.class)
                .hasCauseInstanceOf(SocketException.class);
        assertThat(glue.effectiveDeletes("test1")).isOne();
        assertThat(aws.calls("DeleteDevEndpoint")).hasSize(1);
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(loopback.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret")))
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }
}
