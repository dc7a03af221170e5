package dev.overseer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudTrailEventTest {

    @Test
    void tellsWhoCalledWhatWhenAndWhere() {
        CloudTrailEvent event = Events.withRequest("{\"endpointName\": \"test1\"}");

        assertThat(event.id()).isEqualTo("4a0e6ab1-7c0c-4f3b-9d0a-1f2e3d4c5b6a");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-03-01T10:15:30Z"));
        assertThat(event.account()).isEqualTo("123456789012");
        assertThat(event.region()).isEqualTo("eu-west-1");
        assertThat(event.source()).isEqualTo("glue.amazonaws.com");
        assertThat(event.name()).isEqualTo("CreateDevEndpoint");
        assertThat(event.principal()).isEqualTo("arn:aws:iam::123456789012:user/alice");
        assertThat(event.attributes().type()).isEqualTo("AwsApiCall");
        assertThat(event.record().path("eventVersion").textValue()).isEqualTo("1.08");
    }

    @Test
    void namesItselfWithoutItsParameters() {
        assertThat(Events.withRequest("{\"endpointName\": \"secret\"}"))
                .hasToString("CreateDevEndpoint 4a0e6ab1-7c0c-4f3b-9d0a-1f2e3d4c5b6a in 123456789012/eu-west-1");
    }

    @Test
    void findsNamesInRequestAndResponse() {
        assertThat(Events.withRequest("{\"endpointName\": \"test1\"}").request("endpointName"))
                .contains("test1");
        assertThat(Events.withRequest("{\"jobUpdate\": {\"role\": \"r\"}}").request("/jobUpdate/role"))
                .contains("r");
        assertThat(Events.withResponse("{\"endpointName\": \"test1\"}").response("endpointName"))
                .contains("test1");
        assertThat(Events.withResponse("{\"items\": [{\"id\": \"i-1\"}]}").response("/items/0/id"))
                .contains("i-1");
        assertThat(Events.withRequest("{\"endpointName\": \"test1\"}").response("endpointName"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\": null}", "{\"name\": \"\"}", "{\"name\": \" \"}", "null"})
    void findsNoNameThatIsAbsentNullOrBlank(String parameters) {
        assertThat(Events.withRequest(parameters).request("name")).isEmpty();
        assertThat(Events.withRequest(parameters).request("/name")).isEmpty();
        assertThat(Events.withResponse(parameters).response("name")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"17|number", "true|boolean", "[\"test1\"]|array", "{\"a\": 1}|object", "{}|object", "[]|array"})
    void refusesANameThatIsNotText(String value, String type) {
        CloudTrailEvent inRequest = Events.withRequest("{\"name\": " + value + "}");
        CloudTrailEvent inResponse = Events.withResponse("{\"name\": " + value + "}");

        assertThatExceptionOfType(EventFormatException.class)
                .isThrownBy(() -> inRequest.request("name"))
                .withMessage("requestParameters.name is " + type + ", not text");
        assertThatExceptionOfType(EventFormatException.class)
                .isThrownBy(() -> inResponse.response("name"))
                .withMessage("responseElements.name is " + type + ", not text");
    }

    @Test
    void refersToResourcesInItsOwnAccountAndRegion() {
        assertThat(Events.withRequest("{}").resource("AWS::Glue::DevEndpoint", "test1"))
                .isEqualTo(new ResourceRef("aws", "123456789012", "eu-west-1", "AWS::Glue::DevEndpoint", "test1"));
    }

    @Test
    void passesOnWhatAControlThrowsOfItsOwn() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Events.withRequest("{}").requested(values -> {
                    throw new IllegalStateException("a bug");
                }));
    }

    @Test
    void buildsTheWholeRecordOnlyForThoseWhoAsk() {
        AtomicInteger asked = new AtomicInteger();
        CloudTrailEvent event = new CloudTrailEvent(
                Events.withRequest("{}").attributes(), MissingNode.getInstance(), NullNode.getInstance(), () -> {
                    asked.incrementAndGet();
                    return NullNode.getInstance();
                });

        assertThat(event.request("name")).isEmpty();
        assertThat(event.response("name")).isEmpty();
        assertThat(asked).hasValue(0);
        assertThat(event.record().isNull()).isTrue();
        assertThat(asked).hasValue(1);
    }
}
