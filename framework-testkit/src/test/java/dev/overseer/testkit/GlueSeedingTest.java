package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.DevEndpoint;

class GlueSeedingTest {
    private static final EventBuilder CREATION =
            Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1");

    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(glue);

    @Test
    void createsWhatTheEventReportsWhenAndWhereItHappened() {
        aws.seed(CREATION.at(Events.TIME.minusSeconds(240))
                .account("210987654321")
                .region("us-east-1")
                .request("securityConfiguration", "test-secure")
                .request("securityGroupIds", List.of("sg-1"))
                .request("subnetId", "subnet-1")
                .request("publicKeys", List.of("ssh-rsa AAAA"))
                .request("numberOfNodes", 5)
                .request("arguments", Map.of("--enable-glue-datacatalog", ""))
                .event());

        DevEndpoint endpoint = aws.client(GlueClient::builder, "210987654321", "us-east-1")
                .getDevEndpoint(r -> r.endpointName("test1"))
                .devEndpoint();
        assertThat(endpoint.createdTimestamp()).isEqualTo(Events.TIME.minusSeconds(240));
        assertThat(endpoint.securityConfiguration()).isEqualTo("test-secure");
        assertThat(endpoint.securityGroupIds()).containsExactly("sg-1");
        assertThat(endpoint.subnetId()).isEqualTo("subnet-1");
        assertThat(endpoint.publicKeys()).containsExactly("ssh-rsa AAAA");
        assertThat(endpoint.numberOfNodes()).isEqualTo(5);
        assertThat(endpoint.arguments()).containsEntry("--enable-glue-datacatalog", "");
    }

    @Test
    void isReadySevenMinutesAfterTheEvent() {
        aws.seed(CREATION.at(Events.TIME.minusSeconds(240)).event());

        assertThat(seeded().status()).isEqualTo("PROVISIONING");
        clock.advance(Duration.ofMinutes(3));
        assertThat(seeded().status()).isEqualTo("READY");
    }

    @Test
    void keepsBlankTextsAsTheyAre() {
        aws.seed(CREATION.request("securityConfiguration", "")
                .request("subnetId", " ")
                .request("securityGroupIds", List.of(""))
                .request("publicKeys", List.of())
                .event());

        assertThat(seeded().securityConfiguration()).isEmpty();
        assertThat(seeded().subnetId()).isEqualTo(" ");
        assertThat(seeded().securityGroupIds()).containsExactly("");
        assertThat(seeded().publicKeys()).isEmpty();
    }

    @Test
    void keepsTheSingleKeyOfOld() {
        aws.seed(CREATION.request("publicKey", "ssh-rsa OLD").event());

        assertThat(seeded().publicKey()).isEqualTo("ssh-rsa OLD");
        assertThat(seeded().publicKeys()).isEmpty();
    }

    @Test
    void leavesOutWhatAwsCouldNotHaveStored() {
        aws.seed(CREATION.request("securityConfiguration", List.of("x"))
                .request("subnetId", null)
                .request("securityGroupIds", " ")
                .request("publicKeys", Collections.singletonList(null))
                .request("numberOfNodes", "five")
                .request("arguments", List.of("x"))
                .event());

        assertThat(seeded().securityConfiguration()).isNull();
        assertThat(seeded().subnetId()).isNull();
        assertThat(seeded().securityGroupIds()).isEmpty();
        assertThat(seeded().publicKeys()).isEmpty();
        assertThat(seeded().numberOfNodes()).isNull();
    }

    @Test
    void keepsAsMuchOfAnotherTypeAsFits() {
        aws.seed(CREATION.request("securityConfiguration", 7)
                .request("securityGroupIds", "sg-1")
                .event());

        assertThat(seeded().securityConfiguration()).isEqualTo("7");
        assertThat(seeded().securityGroupIds()).containsExactly("sg-1");
    }

    @Test
    void findsTheNameInTheResponse() {
        aws.seed(Events.apiCall("glue", "CreateDevEndpoint")
                .response("endpointName", "test1")
                .event());

        assertThat(seeded().endpointName()).isEqualTo("test1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void seedsNothingWithoutAName(String name) {
        aws.seed(Events.apiCall("glue", "CreateDevEndpoint")
                .request("endpointName", name)
                .event());

        assertThat(aws.client(GlueClient::builder).getDevEndpoints(r -> {}).devEndpoints())
                .isEmpty();
    }

    @Test
    void seedsNothingWithoutParameters() {
        assertThatCode(() ->
                        aws.seed(Events.apiCall("glue", "CreateDevEndpoint").event()))
                .doesNotThrowAnyException();
    }

    @Test
    void seedsNothingForANameThatIsNull() {
        aws.seed(Events.apiCall("glue", "CreateDevEndpoint")
                .request("endpointName", null)
                .response("endpointName", null)
                .event());

        assertThat(aws.client(GlueClient::builder).getDevEndpoints(r -> {}).devEndpoints())
                .isEmpty();
    }

    @Test
    void replacesAnOlderEndpointOfTheName() {
        glue.endpoint("test1").createdAt(Events.TIME.minusSeconds(86_400)).ready();

        aws.seed(CREATION.event());

        assertThat(seeded().createdTimestamp()).isEqualTo(Events.TIME);
    }

    @Test
    void simulatesNothingThatItDoesNotKnow() {
        assertThat(aws.simulates(CREATION.event())).isTrue();
        assertThat(aws.simulates(Events.apiCall("glue", "CreateSession").event()))
                .isTrue();
        assertThat(aws.simulates(Events.apiCall("glue", "CreateMLTransform").event()))
                .isFalse();
        assertThat(aws.simulates(Events.apiCall("cloudshell", "CreateSession").event()))
                .isFalse();
        assertThat(aws.simulates(Events.apiCall("s3", "CreateDevEndpoint").event()))
                .isFalse();
    }

    private DevEndpoint seeded() {
        return aws.client(GlueClient::builder)
                .getDevEndpoint(r -> r.endpointName("test1"))
                .devEndpoint();
    }
}
