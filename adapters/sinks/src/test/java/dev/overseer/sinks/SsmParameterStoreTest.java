package dev.overseer.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.config.ParameterStoreException;
import dev.overseer.testkit.FakeAws;
import dev.overseer.testkit.Fault;
import dev.overseer.testkit.LoopbackAws;
import dev.overseer.testkit.SsmSimulator;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

@Timeout(60)
class SsmParameterStoreTest {
    private final SsmSimulator ssm = new SsmSimulator();
    private final FakeAws aws = new FakeAws(Clock.systemUTC()).install(ssm);
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private LoopbackAws loopback;

    @BeforeEach
    void start() throws IOException {
        loopback = new LoopbackAws(aws);
        System.setProperty("aws.endpointUrl", loopback.endpoint().toString());
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.endpointUrl");
        loopback.close();
        http.close();
    }

    @Test
    void readsAParameterAsItIsNow() {
        ssm.put("/overseer/stop", "off");
        assertThat(store().value("/overseer/stop")).contains("off");

        ssm.put("/overseer/stop", "on");
        assertThat(store().value("/overseer/stop")).contains("on");

        assertThat(aws.calls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.action()).isEqualTo("ssm:GetParameter");
            assertThat(call.region()).isEqualTo("eu-west-1");
            assertThat(call.json().path("Name").asText()).isEqualTo("/overseer/stop");
            assertThat(call.json().path("WithDecryption").asBoolean()).isTrue();
        });
    }

    @Test
    void knowsWhatIsNotThere() {
        assertThat(store().value("/overseer/stop")).isEmpty();
    }

    @Test
    void saysWhatToDoWhereItMayNotRead() {
        aws.fail("GetParameter").with(Fault.deny()).always();

        assertThatExceptionOfType(ParameterStoreException.class)
                .isThrownBy(() -> store().value("/overseer/stop"))
                .withMessageStartingWith("The parameter /overseer/stop cannot be read: ")
                .withMessageContaining("Allow ssm:GetParameter on it");
    }

    @Test
    void saysInALineThatThereAreNoCredentials() {
        AwsCredentialsProvider none = AwsCredentialsProviderChain.of(
                () -> {
                    throw SdkClientException.create("not in the environment");
                },
                () -> {
                    throw SdkClientException.create("not in the profile");
                });

        assertThatExceptionOfType(ParameterStoreException.class)
                .isThrownBy(() -> store(none).value("/overseer/stop"))
                .withMessage("The parameter /overseer/stop cannot be read: Unable to load credentials: there are none."
                        + " Allow ssm:GetParameter on it, and check region and credentials");
        assertThat(aws.calls()).isEmpty();
    }

    private ParameterStore store() {
        return store(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret")));
    }

    private ParameterStore store(AwsCredentialsProvider credentials) {
        return SsmParameterStore.over(http, credentials, Region.EU_WEST_1);
    }
}
