package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overseer.api.ResourceRef;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CreateSecurityConfigurationRequest;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetSecurityConfigurationRequest;
import software.amazon.awssdk.services.glue.model.GetSecurityConfigurationResponse;
import software.amazon.awssdk.services.glue.model.SecurityConfiguration;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Topic;

class SimulatedResourcesTest {
    private static final ResourceRef ORDERS = ResourceRef.of(FakeAws.ACCOUNT, FakeAws.REGION, Topics.TYPE, "orders");

    private final TestClock clock = new TestClock(Events.TIME);
    private final SimulatedResources<Map<String, String>> topics = Topics.simulated();
    private final FakeAws aws =
            new FakeAws(clock).install(new GlueSimulator(clock)).install(topics);
    private final SnsClient sns = aws.client(SnsClient::builder);

    @Test
    void getsUpdatesListsAndDeletesThroughASdkClient() {
        topics.add("orders", Map.of());

        sns.setTopicAttributes(
                r -> r.topicArn(Topics.ORDERS).attributeName("KmsMasterKeyId").attributeValue("alias/aws/sns"));

        assertThat(sns.getTopicAttributes(r -> r.topicArn(Topics.ORDERS)).attributes())
                .containsExactly(Map.entry("KmsMasterKeyId", "alias/aws/sns"));
        assertThat(topics.find("orders")).contains(Map.of("KmsMasterKeyId", "alias/aws/sns"));
        assertThat(sns.listTopics().topics()).extracting(Topic::topicArn).containsExactly(Topics.ORDERS);

        sns.deleteTopic(r -> r.topicArn(Topics.ORDERS));

        assertThat(topics.find("orders")).isEmpty();
        assertThat(aws.writes()).extracting(AwsCall::operation).containsExactly("SetTopicAttributes", "DeleteTopic");
    }

    @Test
    void putsAResourceBesideAnInstalledSimulatorOfItsService() {
        SimulatedResources<SecurityConfiguration> configurations = SimulatedResources.<SecurityConfiguration>of(
                        "AWS::Glue::SecurityConfiguration",
                        "arn:{partition}:glue:{region}:{account}:securityConfiguration/{id}")
                .put(
                        CreateSecurityConfigurationRequest.class,
                        CreateSecurityConfigurationRequest::name,
                        create -> SecurityConfiguration.builder()
                                .name(create.name())
                                .build())
                .get(
                        GetSecurityConfigurationRequest.class,
                        GetSecurityConfigurationRequest::name,
                        found -> GetSecurityConfigurationResponse.builder()
                                .securityConfiguration(found)
                                .build())
                .notFound(() -> EntityNotFoundException.builder().build());
        aws.install(configurations);
        GlueClient glue = aws.client(GlueClient::builder);

        glue.createSecurityConfiguration(r -> r.name("strict"));

        assertThat(glue.getSecurityConfiguration(r -> r.name("strict"))
                        .securityConfiguration()
                        .name())
                .isEqualTo("strict");
        assertThatThrownBy(() -> glue.getSecurityConfiguration(r -> r.name("lax")))
                .isInstanceOf(EntityNotFoundException.class);
        assertThat(glue.getDevEndpoints(r -> {}).devEndpoints()).isEmpty();
        assertThat(aws.resource(aws.calls().getFirst()))
                .isEqualTo("arn:aws:glue:eu-west-1:123456789012:securityConfiguration/strict");
    }

    @Test
    void throwsTheServicesExceptionForWhatIsNotThere() {
        assertThatThrownBy(() -> sns.deleteTopic(r -> r.topicArn(Topics.ORDERS)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Topic does not exist");
    }

    @Test
    void asksForTheExceptionThatNobodyNamed() {
        SimulatedResources<String> keys = SimulatedResources.<String>of("AWS::Glue::SecurityConfiguration", "{id}")
                .delete(GetSecurityConfigurationRequest.class, GetSecurityConfigurationRequest::name);
        aws.install(keys);

        assertThatThrownBy(() -> aws.client(GlueClient::builder).getSecurityConfiguration(r -> r.name("x")))
                .hasStackTraceContaining("Add .notFound(");
    }

    @Test
    void keepsAccountsAndRegionsApart() {
        topics.add("orders", Map.of());

        SnsClient elsewhere = aws.client(SnsClient::builder, "210987654321", "eu-west-1");

        assertThat(elsewhere.listTopics().topics()).isEmpty();
        assertThat(sns.listTopics().topics()).hasSize(1);
    }

    @Test
    void beginsWithWhatAnEventReports() {
        aws.seed(Topics.created().event());

        assertThat(topics.find("orders")).contains(Map.of("Owner", "me"));
        assertThat(aws.simulates(Events.apiCall("sns", "DeleteTopic").event())).isFalse();
    }

    @Test
    void seedsNothingForAnEventThatNamesNoResource() {
        aws.seed(Events.apiCall("sns", "CreateTopic").event());

        assertThat(sns.listTopics().topics()).isEmpty();
    }

    @Test
    void vanishesWithoutACall() {
        topics.add("orders", Map.of());

        assertThat(aws.vanish(ORDERS)).isTrue();
        assertThat(aws.vanish(ORDERS)).isFalse();
        assertThat(topics.find(ORDERS)).isEmpty();
        assertThat(aws.calls()).isEmpty();
    }
}
