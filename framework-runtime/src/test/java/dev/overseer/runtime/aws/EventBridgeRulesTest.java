package dev.overseer.runtime.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBridgeRulesTest {

    @Test
    void writesTheRuleOfAControlFromItsPattern() throws JsonProcessingException {
        ControlDescriptor control = ControlDescriptor.control("glue-dev-endpoint", "Endpoints are private")
                .on(EventPattern.creations("glue", "CreateDevEndpoint"))
                .build();

        assertThat(EventBridgeRules.of(List.of(control)))
                .isEqualTo(JsonMapper.builder().build().readTree("""
                [{
                  "name": "overseer-glue-dev-endpoint",
                  "description": "Endpoints are private",
                  "eventPattern": {
                    "source": ["aws.glue"],
                    "detail-type": ["AWS API Call via CloudTrail"],
                    "detail": {
                      "eventSource": ["glue.amazonaws.com"],
                      "eventName": ["CreateDevEndpoint"],
                      "errorCode": [{"exists": false}, null, ""]
                    }
                  }
                }]
                """));
    }

    @Test
    void writesARuleForEachPatternUnderANameOfItsOwn() {
        ControlDescriptor two = ControlDescriptor.control("job", "Jobs are encrypted")
                .on(EventPattern.creations("glue", "CreateJob"), EventPattern.apiCalls("glue", "UpdateJob"))
                .build();
        ControlDescriptor one = ControlDescriptor.control("job-2", "Jobs are tagged")
                .on(EventPattern.creations("glue", "CreateJob"))
                .build();

        assertThat(EventBridgeRules.of(List.of(one, two)).findValuesAsText("name"))
                .containsExactly("overseer-job.1", "overseer-job.2", "overseer-job-2");
    }

    @Test
    void namesTheControlWhosePatternIsNotJson() {
        ControlDescriptor broken = ControlDescriptor.control("job", "Jobs are encrypted")
                .on(EventPattern.ofJson("{"))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventBridgeRules.of(List.of(broken)))
                .withMessageStartingWith("Control job has an event pattern that is not JSON");
    }
}
