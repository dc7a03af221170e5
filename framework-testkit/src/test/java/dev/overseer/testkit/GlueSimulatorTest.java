package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.CreateDevEndpointResponse;
import software.amazon.awssdk.services.glue.model.DevEndpoint;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;

class GlueSimulatorTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/glue-ml-test";

    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue = new GlueSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(glue);
    private final GlueClient client = aws.client(GlueClient::builder);

    @Test
    void provisionsForSevenMinutes() {
        CreateDevEndpointResponse created = create("test1");

        assertThat(created.status()).isEqualTo("PROVISIONING");
        clock.advance(Duration.ofMinutes(7).minusMillis(1));
        assertThat(status("test1")).isEqualTo("PROVISIONING");
        clock.advance(Duration.ofMillis(1));
        assertThat(status("test1")).isEqualTo("READY");
    }

    @Test
    void answersWhatTheRequestSaid() {
        client.createDevEndpoint(r -> r.endpointName("test1")
                .roleArn(ROLE)
                .securityConfiguration("test-secure")
                .securityGroupIds("sg-1", "sg-2")
                .subnetId("subnet-1")
                .publicKeys("ssh-rsa AAAA")
                .glueVersion("1.0")
                .workerType("G.1X")
                .numberOfWorkers(3)
                .extraJarsS3Path("s3://jars/a.jar")
                .arguments(Map.of("GLUE_PYTHON_VERSION", "3")));
        clock.advance(Duration.ofMinutes(7));

        DevEndpoint endpoint = get("test1");
        assertThat(endpoint.endpointName()).isEqualTo("test1");
        assertThat(endpoint.roleArn()).isEqualTo(ROLE);
        assertThat(endpoint.securityConfiguration()).isEqualTo("test-secure");
        assertThat(endpoint.securityGroupIds()).containsExactly("sg-1", "sg-2");
        assertThat(endpoint.subnetId()).isEqualTo("subnet-1");
        assertThat(endpoint.publicKeys()).containsExactly("ssh-rsa AAAA");
        assertThat(endpoint.publicKey()).isNull();
        assertThat(endpoint.glueVersion()).isEqualTo("1.0");
        assertThat(endpoint.workerTypeAsString()).isEqualTo("G.1X");
        assertThat(endpoint.numberOfWorkers()).isEqualTo(3);
        assertThat(endpoint.extraJarsS3Path()).isEqualTo("s3://jars/a.jar");
        assertThat(endpoint.arguments()).containsEntry("GLUE_PYTHON_VERSION", "3");
        assertThat(endpoint.privateAddress()).isNotEmpty();
        assertThat(endpoint.publicAddress()).isNull();
    }

    @Test
    void tellsWhenAnEndpointWasCreatedAndModifiedToTheMillisecond() {
        clock.set(Instant.parse("2026-01-15T10:00:00.123Z"));
        create("test1");
        clock.set(Instant.parse("2026-01-15T10:01:00.999Z"));
        client.updateDevEndpoint(r -> r.endpointName("test1").addPublicKeys("ssh-rsa AAAA"));

        assertThat(get("test1").createdTimestamp()).isEqualTo("2026-01-15T10:00:00.123Z");
        assertThat(get("test1").lastModifiedTimestamp()).isEqualTo("2026-01-15T10:01:00.999Z");
    }

    @Test
    void hasNoAddressWhileProvisioningAndAPublicOneOutsideAVpc() {
        create("test1");

        assertThat(get("test1").publicAddress()).isNull();
        assertThat(get("test1").securityGroupIds()).isEmpty();
        clock.advance(Duration.ofMinutes(7));
        assertThat(get("test1").publicAddress()).isNotEmpty();
        assertThat(get("test1").privateAddress()).isNull();
    }

    @Test
    void deletesAReadyEndpointAtOnce() {
        glue.endpoint("test1").ready();

        client.deleteDevEndpoint(r -> r.endpointName("test1"));

        assertThatThrownBy(() -> get("test1")).isInstanceOf(EntityNotFoundException.class);
        assertThat(glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void refusesToDeleteWhatIsStillProvisioning() {
        create("test1");

        assertThatThrownBy(() -> client.deleteDevEndpoint(r -> r.endpointName("test1")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("DevEndpoint test1 cannot be deleted while it is PROVISIONING");
        assertThat(glue.exists("test1")).isTrue();
        assertThat(glue.effectiveDeletes("test1")).isZero();
    }

    @Test
    void deletesAFailedEndpoint() {
        glue.endpoint("test1").living(Lifecycle.failedAfter(Duration.ofMinutes(5)));
        clock.advance(Duration.ofMinutes(5));

        assertThat(status("test1")).isEqualTo("FAILED");
        client.deleteDevEndpoint(r -> r.endpointName("test1"));
        assertThat(glue.exists("test1")).isFalse();
    }

    @Test
    void showsAnEndpointThatTakesTimeToTerminate() {
        glue.endpoint("test1").living(Lifecycle.starting("READY").terminatingFor(Duration.ofMinutes(2)));
        client.deleteDevEndpoint(r -> r.endpointName("test1"));
        client.deleteDevEndpoint(r -> r.endpointName("test1"));

        assertThat(status("test1")).isEqualTo("TERMINATING");
        assertThatThrownBy(() -> create("test1")).isInstanceOf(AlreadyExistsException.class);
        clock.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> get("test1")).isInstanceOf(EntityNotFoundException.class);
        assertThat(client.getDevEndpoints(r -> {}).devEndpoints()).isEmpty();
        assertThat(glue.effectiveDeletes("test1")).isOne();
    }

    @Test
    void staysProvisioningForEverIfToldTo() {
        glue.endpoint("test1").living(Lifecycle.neverReady());
        clock.advance(Duration.ofDays(365));

        assertThat(status("test1")).isEqualTo("PROVISIONING");
    }

    @Test
    void passesThroughStatusesByLook() {
        glue.endpoint("test1").living(Lifecycle.byLook("PROVISIONING", "UPDATING", "READY"));

        client.getDevEndpoints(r -> {});
        assertThat(List.of(status("test1"), status("test1"), status("test1"), status("test1")))
                .containsExactly("PROVISIONING", "UPDATING", "READY", "READY");
    }

    @Test
    void passesThroughStatusesByAge() {
        glue.endpoint("test1")
                .living(Lifecycle.starting("PROVISIONING")
                        .then("READY", Duration.ofMinutes(5))
                        .then("TERMINATED", Duration.ofMinutes(9)));

        clock.advance(Duration.ofMinutes(6));
        assertThat(status("test1")).isEqualTo("READY");
        clock.advance(Duration.ofMinutes(6));
        assertThat(status("test1")).isEqualTo("TERMINATED");
        assertThatThrownBy(() -> client.deleteDevEndpoint(r -> r.endpointName("test1")))
                .isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void followsTheScriptOfANameWhoeverCreatesIt() {
        glue.script("test1", Lifecycle.starting("FAILED"));
        create("test1");
        create("test2");

        assertThat(status("test1")).isEqualTo("FAILED");
        assertThat(status("test2")).isEqualTo("PROVISIONING");
    }

    @Test
    void doesNotKnowWhatWasNeverCreated() {
        assertThatThrownBy(() -> get("test1")).isInstanceOfSatisfying(EntityNotFoundException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("EntityNotFoundException");
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("DevEndpoint test1 not found");
            assertThat(e.requestId()).isNotEmpty();
        });
        assertThatThrownBy(() -> client.deleteDevEndpoint(r -> r.endpointName("test1")))
                .isInstanceOf(EntityNotFoundException.class);
        assertThatThrownBy(() -> client.updateDevEndpoint(r -> r.endpointName("test1")))
                .isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void createsNothingTwice() {
        create("test1");

        assertThatThrownBy(() -> create("test1"))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageStartingWith("DevEndpoint test1 already exists");
    }

    @Test
    void letsItsOwnerChangeKeys() {
        glue.endpoint("test1").publicKeys("ssh-rsa AAAA", "ssh-rsa BBBB").ready();

        client.updateDevEndpoint(
                r -> r.endpointName("test1").addPublicKeys("ssh-rsa CCCC").deletePublicKeys("ssh-rsa AAAA"));

        assertThat(get("test1").publicKeys()).containsExactly("ssh-rsa BBBB", "ssh-rsa CCCC");
    }

    @Test
    void wantsTheKeyOfOldDeletedBeforeItTakesAListOfKeys() {
        glue.endpoint("test1").publicKey("ssh-rsa OLD").ready();

        assertThatThrownBy(() ->
                        client.updateDevEndpoint(r -> r.endpointName("test1").addPublicKeys("ssh-rsa NEW")))
                .isInstanceOf(InvalidInputException.class);
        client.updateDevEndpoint(
                r -> r.endpointName("test1").deletePublicKeys("ssh-rsa OLD").addPublicKeys("ssh-rsa NEW"));

        assertThat(get("test1").publicKey()).isNull();
        assertThat(get("test1").publicKeys()).containsExactly("ssh-rsa NEW");
    }

    @Test
    void listsEndpointsPageByPage() {
        IntStream.range(0, 250)
                .forEach(i -> glue.endpoint("test-%03d".formatted(i)).create());

        List<String> names = client.getDevEndpointsPaginator(r -> r.maxResults(100)).stream()
                .flatMap(page -> page.devEndpoints().stream())
                .map(DevEndpoint::endpointName)
                .toList();

        assertThat(names).hasSize(250).isSorted().doesNotHaveDuplicates();
        assertThat(aws.calls("GetDevEndpoints")).hasSize(3);
    }

    @Test
    void holdsTenThousandEndpoints() {
        IntStream.range(0, 10_000).forEach(i -> glue.endpoint("test-" + i).create());
        clock.advance(Duration.ofMinutes(7));

        client.deleteDevEndpoint(r -> r.endpointName("test-9999"));

        assertThat(client.getDevEndpointsPaginator(r -> r.maxResults(1_000)).stream()
                        .flatMap(page -> page.devEndpoints().stream()))
                .hasSize(9_999)
                .allMatch(endpoint -> endpoint.status().equals("READY"));
    }

    @Test
    void takesAnyNameForWhatItIs() {
        String name = "a\"b\\c\n/*${x}\u202e\u0007\uD83D\uDE80<&>";
        create(name);

        assertThat(get(name).endpointName()).isEqualTo(name);
    }

    private CreateDevEndpointResponse create(String name) {
        return client.createDevEndpoint(r -> r.endpointName(name).roleArn(ROLE));
    }

    private DevEndpoint get(String name) {
        return client.getDevEndpoint(r -> r.endpointName(name)).devEndpoint();
    }

    private String status(String name) {
        return get(name).status();
    }
}
