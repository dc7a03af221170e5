package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConditionCheckFailureException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.IllegalSessionStateException;
import software.amazon.awssdk.services.glue.model.Session;

/** What the simulated Glue has beside development endpoints. */
class GluePartsTest {
    private static final EventBuilder SESSION = Events.apiCall("glue", "CreateSession")
            .request("id", "session1")
            .request("securityConfiguration", "secure")
            .request("connections", Map.of("connections", List.of("private-network")))
            .request("tags", Map.of("purpose", "lab"));

    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator glue =
            new GlueSimulator(clock, Lifecycle.readyAfter(Duration.ofMinutes(1)).terminatingFor(Duration.ofMinutes(1)));
    private final FakeAws aws = new FakeAws(clock).install(glue);
    private final GlueClient client = aws.client(GlueClient::builder);

    @Test
    void aSessionIsStoppedBeforeItCanBeDeleted() {
        glue.seed(SESSION.event());

        assertThat(session().statusAsString()).isEqualTo("PROVISIONING");
        refused(() -> client.stopSession(stop -> stop.id("session1")));
        clock.advance(Duration.ofMinutes(1));
        assertThat(session().statusAsString()).isEqualTo("READY");
        refused(() -> client.deleteSession(delete -> delete.id("session1")));
        client.stopSession(stop -> stop.id("session1"));
        assertThat(session().statusAsString()).isEqualTo("STOPPING");
        refused(() -> client.deleteSession(delete -> delete.id("session1")));
        clock.advance(Duration.ofMinutes(1));
        assertThat(session().statusAsString()).isEqualTo("STOPPED");
        refused(() -> client.stopSession(stop -> stop.id("session1")));
        client.deleteSession(delete -> delete.id("session1"));
        assertThatExceptionOfType(EntityNotFoundException.class).isThrownBy(this::session);
        assertThat(glue.effectiveDeletes("session1")).isEqualTo(1);
    }

    @Test
    void aSessionIsSeededWithWhatItRefersTo() {
        glue.seed(SESSION.event());

        assertThat(session().createdOn()).isEqualTo(Events.TIME);
        assertThat(session().connections().connections()).containsExactly("private-network");
        assertThat(client.getTags(tags -> tags.resourceArn("arn:aws:glue:eu-west-1:123456789012:session/session1"))
                        .tags())
                .containsEntry("purpose", "lab");
        assertThat(client.getSecurityConfiguration(get -> get.name("secure"))
                        .securityConfiguration()
                        .encryptionConfiguration()
                        .s3Encryption()
                        .getFirst()
                        .s3EncryptionModeAsString())
                .isEqualTo("SSE-S3");
    }

    @Test
    void aSecurityConfigurationThatIsThereStaysAsItIs() {
        client.createSecurityConfiguration(create -> create.name("secure").encryptionConfiguration(nothing -> {}));

        glue.seed(SESSION.event());

        assertThat(client.getSecurityConfiguration(get -> get.name("secure"))
                        .securityConfiguration()
                        .encryptionConfiguration()
                        .s3Encryption())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateSession", "CreateJob", "UpdateJob", "CreateCrawler", "PutResourcePolicy"})
    void leavesOutWhatGlueCouldNotStore(String operation) {
        EventBuilder odd = Events.apiCall("glue", operation);
        for (String field : List.of(
                "id", "name", "jobName", "jobUpdate", "connections", "securityConfiguration", "tags", "policyInJson")) {
            odd = odd.request(field, List.of(7));
        }
        EventBuilder event = odd;

        assertThatCode(() -> glue.seed(event.event())).doesNotThrowAnyException();
    }

    @Test
    void anUpdateOfAJobReplacesItAndOneOfACrawlerDoesNot() {
        client.createJob(create -> create.name("nightly").role("one").securityConfiguration("secure"));
        client.createCrawler(create -> create.name("lake").role("one").crawlerSecurityConfiguration("secure"));

        client.updateJob(update -> update.jobName("nightly").jobUpdate(job -> job.role("two")));
        client.updateCrawler(update -> update.name("lake").role("two"));

        assertThat(client.getJob(get -> get.jobName("nightly")).job().role()).isEqualTo("two");
        assertThat(client.getJob(get -> get.jobName("nightly")).job().securityConfiguration())
                .isNull();
        assertThat(client.getCrawler(get -> get.name("lake")).crawler().role()).isEqualTo("two");
        assertThat(client.getCrawler(get -> get.name("lake")).crawler().crawlerSecurityConfiguration())
                .isEqualTo("secure");
    }

    @Test
    void onlyACrawlerThatIsThereCanBeDeleted() {
        client.deleteJob(delete -> delete.jobName("nightly"));

        assertThatExceptionOfType(EntityNotFoundException.class)
                .isThrownBy(() -> client.deleteCrawler(delete -> delete.name("lake")));
    }

    @Test
    void aPolicyIsDeletedOnlyInTheVersionThatWasRead() {
        client.putResourcePolicy(put -> put.policyInJson("{}"));
        String read = client.getResourcePolicy(get -> {}).policyHash();
        client.putResourcePolicy(put -> put.policyInJson("{\"Statement\": []}"));

        assertThatExceptionOfType(ConditionCheckFailureException.class)
                .isThrownBy(() -> client.deleteResourcePolicy(delete -> delete.policyHashCondition(read)));
        client.deleteResourcePolicy(delete ->
                delete.policyHashCondition(client.getResourcePolicy(get -> {}).policyHash()));
        assertThatExceptionOfType(EntityNotFoundException.class).isThrownBy(() -> client.getResourcePolicy(get -> {}));
    }

    @Test
    void anUpdateOfAnEndpointThatIsNotThereBringsOneAbout() {
        glue.seed(Events.apiCall("glue", "UpdateDevEndpoint")
                .request("endpointName", "test1")
                .event());

        assertThat(client.getDevEndpoint(get -> get.endpointName("test1"))
                        .devEndpoint()
                        .status())
                .isEqualTo("READY");
    }

    @Test
    void aResourceVanishesFromItsOwnPlaceOnly() {
        glue.seed(SESSION.event());
        glue.seed(SESSION.region("us-east-1").event());

        assertThat(glue.vanish(SESSION.event().resource("AWS::Glue::Session", "session1")))
                .isTrue();
        assertThat(glue.vanish(SESSION.event().resource("AWS::Glue::Session", "session1")))
                .isFalse();
        assertThat(glue.exists("session1")).isTrue();
    }

    private Session session() {
        return client.getSession(get -> get.id("session1")).session();
    }

    private static void refused(Runnable call) {
        assertThatExceptionOfType(IllegalSessionStateException.class).isThrownBy(call::run);
    }
}
