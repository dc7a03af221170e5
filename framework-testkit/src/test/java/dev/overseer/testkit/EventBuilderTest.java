package dev.overseer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventBuilderTest {
    private static final EventBuilder CREATION =
            Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1");

    @Test
    void writesARecordAsCloudTrailDoes() {
        assertThat(CREATION.id("5f2b1f64-3d0c-4f5e-9a53-2a7d1d0f6a01")
                        .at(Instant.parse("2026-03-01T12:30:15.900Z"))
                        .by("arn:aws:iam::210987654321:user/teams/ann")
                        .account("123456789012")
                        .region("us-east-1")
                        .request("publicKeys", List.of())
                        .with("requestID", "0f9a5d26-9d7e-4c84-8c39-5d3c7a1b2c3d")
                        .json())
                .isEqualTo("""
                        {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAIOSFODNN7EXAMPLE",\
                        "arn":"arn:aws:iam::210987654321:user/teams/ann","accountId":"210987654321",\
                        "accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"ann"},"eventTime":"2026-03-01T12:30:15Z",\
                        "eventSource":"glue.amazonaws.com","eventName":"CreateDevEndpoint","awsRegion":"us-east-1",\
                        "sourceIPAddress":"192.0.2.1","userAgent":"aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux",\
                        "requestParameters":{"endpointName":"test1","publicKeys":[]},"responseElements":null,\
                        "requestID":"0f9a5d26-9d7e-4c84-8c39-5d3c7a1b2c3d",\
                        "eventID":"5f2b1f64-3d0c-4f5e-9a53-2a7d1d0f6a01","readOnly":false,"eventType":"AwsApiCall",\
                        "managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management"}""");
    }

    @Test
    void wrapsTheRecordAsEventBridgeDoes() {
        ObjectNode envelope = CREATION.envelope();

        assertThat(envelope.fieldNames())
                .toIterable()
                .containsExactly(
                        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail");
        assertThat(envelope.path("source").asText()).isEqualTo("aws.glue");
        assertThat(envelope.path("detail-type").asText()).isEqualTo("AWS API Call via CloudTrail");
        assertThat(envelope.path("account").asText()).isEqualTo("123456789012");
        assertThat(envelope.path("time").asText()).isEqualTo("2026-01-15T10:00:00Z");
        assertThat(envelope.path("region").asText()).isEqualTo("eu-west-1");
        assertThat(envelope.path("detail")).isEqualTo(CREATION.record());
    }

    @Test
    void isAnEventAsAControlSeesIt() {
        CloudTrailEvent event =
                CREATION.id("e-1").response("status", "PROVISIONING").event();

        assertThat(event.attributes())
                .isEqualTo(new CloudTrailEvent.Attributes(
                        "e-1",
                        Events.TIME,
                        "123456789012",
                        "eu-west-1",
                        "glue.amazonaws.com",
                        "CreateDevEndpoint",
                        "AwsApiCall",
                        "arn:aws:sts::123456789012:assumed-role/developer/ann"));
        assertThat(event.request("endpointName")).hasValue("test1");
        assertThat(event.response("status")).hasValue("PROVISIONING");
        assertThat(event.record()).isSameAs(event.record());
    }

    @Test
    void givesEqualEventsEqualIdsAndOthersOthers() {
        assertThat(id(CREATION))
                .isEqualTo(id(Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", "test1")));
        assertThat(id(CREATION)).isNotEqualTo(id(CREATION.request("endpointName", "test2")));
        assertThat(id(CREATION))
                .isNotEqualTo(CREATION.record().path("requestID").asText());
    }

    @Test
    void isNotChangedByWhatIsDerivedFromIt() {
        String before = CREATION.json();

        CREATION.request("subnetId", "subnet-1").error("AccessDenied").account("210987654321");
        CREATION.record().removeAll();

        assertThat(CREATION.json()).isEqualTo(before);
    }

    @Test
    void failsWithCodeAndMessageBesideTheUserAgent() throws Exception {
        JsonNode record =
                new JsonMapper().readTree(CREATION.error("AccessDenied").bytes());

        assertThat(record.path("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(record.fieldNames())
                .toIterable()
                .containsSubsequence("userAgent", "errorCode", "errorMessage", "requestParameters");
    }

    @Test
    void hasACallerInTheCalledAccountUnlessSaid() {
        assertThat(CREATION.account("210987654321").event().principal())
                .isEqualTo("arn:aws:sts::210987654321:assumed-role/developer/ann");
        assertThat(CREATION.account("210987654321")
                        .record()
                        .at("/userIdentity/sessionContext/sessionIssuer/arn")
                        .asText())
                .isEqualTo("arn:aws:iam::210987654321:role/developer");
        assertThat(CREATION.by("arn:aws:iam::123456789012:root")
                        .record()
                        .at("/userIdentity/type")
                        .asText())
                .isEqualTo("Root");
    }

    @Test
    void takesAnyValueAndLeavesOutAnyField() {
        ObjectNode record = CREATION.request("securityConfiguration", null)
                .request("arguments", Map.of("b", 1, "a", true))
                .with("awsRegion", 7)
                .without("eventID")
                .record();

        assertThat(record.path("requestParameters"))
                .hasToString(
                        "{\"endpointName\":\"test1\",\"securityConfiguration\":null,\"arguments\":{\"a\":true,\"b\":1}}");
        assertThat(record.path("awsRegion").isInt()).isTrue();
        assertThat(record.has("eventID")).isFalse();
    }

    @Test
    void hasNoParametersUnlessSaid() {
        assertThat(Events.apiCall("glue", "CreateDevEndpoint")
                        .record()
                        .path("requestParameters")
                        .isNull())
                .isTrue();
    }

    private static String id(EventBuilder event) {
        return event.record().path("eventID").asText();
    }
}
