package dev.overseer.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventPatternTest {

    @Test
    void selectsSuccessfulCallsOfOneService() {
        EventPattern pattern = EventPattern.creations("glue", "CreateDevEndpoint", "CreateSession");

        assertThat(pattern.creation()).isTrue();
        assertThat(Events.json(pattern.json())).isEqualTo(Events.json("""
                {
                  "source": ["aws.glue"],
                  "detail-type": ["AWS API Call via CloudTrail"],
                  "detail": {
                    "eventSource": ["glue.amazonaws.com"],
                    "eventName": ["CreateDevEndpoint", "CreateSession"],
                    "errorCode": [{"exists": false}, null, ""]
                  }
                }
                """));
    }

    @Test
    void tellsCreationsFromOtherCalls() {
        EventPattern creations = EventPattern.creations("glue", "UpdateJob");
        EventPattern calls = EventPattern.apiCalls("glue", "UpdateJob");

        assertThat(calls.creation()).isFalse();
        assertThat(calls.json()).isEqualTo(creations.json());
    }

    @Test
    void takesAPatternAsItIs() {
        assertThat(EventPattern.ofJson("{\"source\": [\"aws.s3\"]}"))
                .isEqualTo(new EventPattern("{\"source\": [\"aws.s3\"]}", false));
    }
}
