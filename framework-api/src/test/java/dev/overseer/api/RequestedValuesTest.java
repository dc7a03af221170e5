package dev.overseer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedValuesTest {

    @Test
    void returnsWhatTheRequestSays() {
        CloudTrailEvent event = Events.withRequest("""
                {"subnetId": "subnet-1", "securityGroupIds": ["sg-1", "", null, "sg-2"]}""");

        assertThat(event.requested(values -> values.text("subnetId"))).contains(Optional.of("subnet-1"));
        assertThat(event.requested(values -> values.texts("securityGroupIds"))).contains(List.of("sg-1", "sg-2"));
    }

    @Test
    void returnsWhatAPointerLeadsTo() {
        CloudTrailEvent event = Events.withRequest("""
                {"connections": {"connections": ["vpc", ""]}, "jobUpdate": {"securityConfiguration": "secure"}}""");

        assertThat(event.requested(values -> values.texts("/connections/connections")))
                .contains(List.of("vpc"));
        assertThat(event.requested(values -> values.text("/jobUpdate/securityConfiguration")))
                .contains(Optional.of("secure"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"outer\": null}",
                "{\"outer\": \"\"}",
                "{\"outer\": []}",
                "{\"outer\": {\"inner\": \"\"}}"
            })
    void aPointerThroughNothingLeadsToNothing(String request) {
        CloudTrailEvent event = Events.withRequest(request);

        assertThat(event.requested(values -> values.text("/outer/inner"))).contains(Optional.empty());
        assertThat(event.requested(values -> values.texts("/outer/inner"))).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"HIDDEN_DUE_TO_SECURITY_REASONS\"", "\"text\"", "[\"text\"]", "7"})
    void judgesNothingWithinWhatIsHiddenOrOfAnotherType(String outer) {
        CloudTrailEvent event = Events.withRequest("{\"outer\": %s}".formatted(outer));

        assertThat(event.requested(values -> values.text("/outer/inner"))).isEmpty();
        assertThat(event.requested(values -> values.texts("/outer/inner"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"value\": null}",
                "{\"value\": \"\"}",
                "{\"value\": \" \\t\\n\"}",
                "{\"value\": []}",
                "{\"value\": [\"\"]}",
                "{\"value\": [null, \" \"]}",
                "{\"value\": {}}",
                "{\"value\": [{}]}",
                "{\"value\": {\"items\": [{\"item\": \"\"}]}}"
            })
    void takesAnEmptyValueForAbsentWhateverItsType(String request) {
        CloudTrailEvent event = Events.withRequest(request);

        assertThat(event.requested(values -> values.text("value"))).contains(Optional.empty());
        assertThat(event.requested(values -> values.texts("value"))).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"HIDDEN_DUE_TO_SECURITY_REASONS\"",
                "\"prefix HIDDEN_DUE_TO_SECURITY_REASONS\"",
                "[\"HIDDEN_DUE_TO_SECURITY_REASONS\"]",
                "[\"sg-1\", \"HIDDEN_DUE_TO_SECURITY_REASONS\"]",
                "[[\"HIDDEN_DUE_TO_SECURITY_REASONS\"]]",
                "{\"name\": \"HIDDEN_DUE_TO_SECURITY_REASONS\"}",
                "[{\"name\": \"HIDDEN_DUE_TO_SECURITY_REASONS\"}]",
                "0",
                "false",
                "17",
                "[0]",
                "[[\"sg-1\"]]",
                "{\"items\": [\"sg-1\"]}"
            })
    void judgesNoHiddenValueAndNoneOfAnotherType(String value) {
        CloudTrailEvent event = Events.withRequest("{\"value\": " + value + "}");

        assertThat(event.requested(values -> values.text("value"))).isEmpty();
        assertThat(event.requested(values -> values.texts("value"))).isEmpty();
    }

    @Test
    void judgesNoListInPlaceOfATextNorTheReverse() {
        CloudTrailEvent event = Events.withRequest("{\"list\": [\"sg-1\"], \"text\": \"sg-1\"}");

        assertThat(event.requested(values -> values.text("list"))).isEmpty();
        assertThat(event.requested(values -> values.texts("text"))).isEmpty();
    }

    @Test
    void judgesARequestWhoseHiddenValueNobodyAsksFor() {
        CloudTrailEvent event = Events.withRequest("""
                {"publicKey": "HIDDEN_DUE_TO_SECURITY_REASONS", "subnetId": "subnet-1"}""");

        assertThat(event.requested(values -> values.text("subnetId"))).contains(Optional.of("subnet-1"));
    }

    @Test
    void judgesNoRequestThatCloudTrailLeftOutForItsSize() {
        CloudTrailEvent event = Events.withRequest("""
                {"requestParametersValue": "too large", "omitted": true, "subnetId": "subnet-1"}""");

        assertThat(event.requested(values -> values.text("subnetId"))).isEmpty();
    }
}
