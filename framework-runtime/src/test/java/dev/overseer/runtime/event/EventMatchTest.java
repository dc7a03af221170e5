package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.overseer.api.CloudTrailEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventMatchTest {
    private final CloudTrailEvent created = created();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\": [\"aws.glue\"]}",
                "{\"account\": [\"123456789012\"], \"region\": [\"eu-west-1\"]}",
                "{\"detail\": {\"requestParameters\": {\"endpointName\": [{\"prefix\": \"test\"}]}}}",
                "{\"detail\": {\"errorCode\": [{\"exists\": false}]}}",
                "{\"detail\": {\"userIdentity\": {\"arn\": [{\"wildcard\": \"*:user/alice\"}]}}}",
                "{\"detail\": {\"requestParameters\": {\"numberOfNodes\": [{\"numeric\": [\">\", 4]}]}}}",
            })
    void matchesAsEventBridgeDoes(String pattern) {
        assertThat(EventMatch.of(pattern).matches(created)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\": [\"aws.s3\"]}",
                "{\"account\": [123456789012]}",
                "{\"detail\": {\"requestParameters\": {\"endpointName\": [\"Test1\"]}}}",
                "{\"detail\": {\"userIdentity\": {\"sessionContext\": {\"sessionIssuer\": {\"arn\": [{\"exists\": true}]}}}}}",
            })
    void matchesNothingElse(String pattern) {
        assertThat(EventMatch.of(pattern).matches(created)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"source\": \"aws.glue\"}",
                "{\"source\": [{\"prefx\": \"aws\"}]}",
                "{\"source\": [\"a\"], \"source\": [\"b\"]}",
                "{\"source\": []}"
            })
    void refusesWhatEventBridgeWouldNotTake(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventMatch.of(pattern))
                .satisfies(
                        refused -> assertThat(refused.getMessage()).isNotBlank().hasLineCount(1));
    }

    @Test
    void isEqualToOneOfTheSameText() {
        String pattern = "{\"source\": [\"aws.glue\"]}";

        assertThat(EventMatch.of(pattern))
                .isEqualTo(EventMatch.of(pattern))
                .hasSameHashCodeAs(EventMatch.of(pattern))
                .hasToString(pattern)
                .isNotEqualTo(EventMatch.of("{\"source\": [\"aws.s3\"]}"));
    }

    private static CloudTrailEvent created() {
        List<CloudTrailEvent> events = new ArrayList<>();
        new EventReader(new EventRouter(List.of(Samples.NEW_ENDPOINTS)))
                .read(
                        Samples.CREATED.getBytes(UTF_8),
                        "test",
                        reading -> events.add(((Reading.Routed) reading).event()));
        return events.getFirst();
    }
}
