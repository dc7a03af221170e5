package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetSecurityConfigurationRequest;
import software.amazon.awssdk.services.glue.model.GetSecurityConfigurationResponse;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

class TypedAnswersTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:orders";

    private final TestClock clock = new TestClock(Events.TIME);
    private final GlueSimulator simulator = new GlueSimulator(clock);
    private final FakeAws aws = new FakeAws(clock).install(simulator);
    private final SnsClient sns = aws.client(SnsClient::builder);
    private final GlueClient glue = aws.client(GlueClient::builder);

    @Test
    void answersAQueryRequestWithAResponseOfTheSdk() {
        aws.on(GetTopicAttributesRequest.class, request -> attributes(Map.of("Owner", request.topicArn())));

        GetTopicAttributesResponse answer = sns.getTopicAttributes(r -> r.topicArn(TOPIC));

        assertThat(answer.attributes()).containsExactly(Map.entry("Owner", TOPIC));
        assertThat(answer.responseMetadata().requestId()).isNotBlank();
        assertThat(answer.sdkHttpResponse().isSuccessful()).isTrue();
    }

    @Test
    void answersAJsonRequestInPlaceOfTheInstalledService() {
        aws.on(
                GetSecurityConfigurationRequest.class,
                request -> GetSecurityConfigurationResponse.builder()
                        .securityConfiguration(found -> found.name(request.name()))
                        .build());

        assertThat(glue.getSecurityConfiguration(r -> r.name("strict"))
                        .securityConfiguration()
                        .name())
                .isEqualTo("strict");
        assertThat(aws.notSimulated()).isEmpty();
    }

    @Test
    void tellsTheAnswerWhereItIsAsked() {
        aws.on(
                GetTopicAttributesRequest.class,
                (request, call) -> attributes(Map.of("Where", call.account() + "/" + call.region())));

        SnsClient elsewhere = aws.client(SnsClient::builder, "210987654321", "us-east-1");

        assertThat(elsewhere.getTopicAttributes(r -> r.topicArn(TOPIC)).attributes())
                .containsEntry("Where", "210987654321/us-east-1");
    }

    @Test
    void throwsTheServicesOwnException() {
        aws.on(GetTopicAttributesRequest.class, request -> {
            throw NotFoundException.builder().message("Topic does not exist").build();
        });

        assertThatThrownBy(() -> sns.getTopicAttributes(r -> r.topicArn(TOPIC)))
                .isInstanceOfSatisfying(NotFoundException.class, thrown -> {
                    assertThat(thrown.statusCode()).isEqualTo(400);
                    assertThat(thrown.requestId()).isNotBlank();
                    assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo("NotFoundException");
                    assertThat(thrown.awsErrorDetails().errorMessage()).isEqualTo("Topic does not exist");
                });
    }

    @Test
    void keepsWhatAnExceptionSaysOfItself() {
        aws.on(GetSecurityConfigurationRequest.class, request -> {
            throw EntityNotFoundException.builder()
                    .statusCode(404)
                    .awsErrorDetails(software.amazon.awssdk.awscore.exception.AwsErrorDetails.builder()
                            .errorCode("Missing")
                            .errorMessage("no such thing")
                            .build())
                    .build();
        });

        assertThatThrownBy(() -> glue.getSecurityConfiguration(r -> r.name("strict")))
                .isInstanceOfSatisfying(EntityNotFoundException.class, thrown -> {
                    assertThat(thrown.statusCode()).isEqualTo(404);
                    assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo("Missing");
                });
    }

    @Test
    void recordsTypedCallsLikeAllOthers() {
        aws.on(
                SetTopicAttributesRequest.class,
                request -> SetTopicAttributesResponse.builder().build());

        sns.setTopicAttributes(
                r -> r.topicArn(TOPIC).attributeName("KmsMasterKeyId").attributeValue("alias/aws/sns"));

        AwsCall call = aws.writes().getFirst();
        assertThat(call.action()).isEqualTo("sns:SetTopicAttributes");
        assertThat(call.request().headers()).doesNotContainKey(TypedCalls.HEADER);
        assertThat(aws.resource(call)).isEqualTo(TOPIC);
        assertThat(aws.requests(SetTopicAttributesRequest.class))
                .extracting(SetTopicAttributesRequest::attributeName)
                .containsExactly("KmsMasterKeyId");
    }

    @Test
    void letsFaultsAndHooksStandBeforeAnAnswer() {
        List<String> seen = new ArrayList<>();
        aws.on(GetTopicAttributesRequest.class, request -> attributes(Map.of()));
        aws.onCall("sns:GetTopicAttributes").before(call -> seen.add(call.operation()));
        aws.on(GetTopicAttributesRequest.class).throttle(2);

        for (int refused = 0; refused < 2; refused++) {
            assertThatThrownBy(() -> sns.getTopicAttributes(r -> r.topicArn(TOPIC)))
                    .isInstanceOfSatisfying(
                            SnsException.class,
                            thrown -> assertThat(thrown.isThrottlingException()).isTrue());
        }
        assertThat(sns.getTopicAttributes(r -> r.topicArn(TOPIC)).attributes()).isEmpty();
        assertThat(seen).hasSize(3);
    }

    @Test
    void deniesInTheWordsOfAws() {
        aws.on(GetTopicAttributesRequest.class, request -> attributes(Map.of()));
        aws.on(GetTopicAttributesRequest.class).deny();

        assertThatThrownBy(() -> sns.getTopicAttributes(r -> r.topicArn(TOPIC)))
                .isInstanceOfSatisfying(SnsException.class, thrown -> {
                    assertThat(thrown.statusCode()).isEqualTo(403);
                    assertThat(thrown.awsErrorDetails().errorMessage())
                            .contains("is not authorized to perform: sns:GetTopicAttributes on resource: " + TOPIC);
                });
    }

    @Test
    void failsOnDemandAlsoWhereAServiceIsInstalled() {
        aws.on(software.amazon.awssdk.services.glue.model.GetDevEndpointsRequest.class)
                .serverError();

        assertThatThrownBy(() -> glue.getDevEndpoints(r -> {}))
                .isInstanceOfSatisfying(
                        GlueException.class,
                        thrown -> assertThat(thrown.statusCode()).isEqualTo(500));
        assertThat(glue.getDevEndpoints(r -> {}).devEndpoints()).isEmpty();
    }

    @Test
    void timesOutBeforeTheAnswerIsAsked() {
        aws.on(GetTopicAttributesRequest.class, request -> {
            throw new AssertionError("asked");
        });
        aws.on(GetTopicAttributesRequest.class).timeout();

        assertThatThrownBy(() -> sns.getTopicAttributes(r -> r.topicArn(TOPIC)))
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("timed out");
    }

    @Test
    void losesATypedAnswerOnTheWayBack() {
        aws.on(GetTopicAttributesRequest.class, request -> attributes(Map.of()));
        aws.on(GetTopicAttributesRequest.class).with(Fault.resetAfter());

        assertThatThrownBy(() -> sns.getTopicAttributes(r -> r.topicArn(TOPIC)))
                .isInstanceOf(SdkClientException.class)
                .hasMessageContaining("Connection reset");
    }

    @Test
    void saysThatAnAnswerIsOfAnotherOperation() {
        aws.on(
                GetTopicAttributesRequest.class,
                request -> SetTopicAttributesResponse.builder().build());

        assertThatThrownBy(() -> sns.getTopicAttributes(r -> r.topicArn(TOPIC)))
                .hasStackTraceContaining("A GetTopicAttributesRequest was answered with a SetTopicAttributesResponse. "
                        + "Answer it with a GetTopicAttributesResponse.");
    }

    @Test
    void namesAnOperationThatNobodyAnswersInAnyProtocol() {
        assertThatThrownBy(() -> sns.getTopicAttributes(r -> r.topicArn(TOPIC)))
                .hasMessageContaining("sns:GetTopicAttributes is not simulated");
        assertThat(aws.notSimulated()).extracting(AwsCall::action).containsExactly("sns:GetTopicAttributes");
    }

    private static GetTopicAttributesResponse attributes(Map<String, String> attributes) {
        return GetTopicAttributesResponse.builder().attributes(attributes).build();
    }
}
