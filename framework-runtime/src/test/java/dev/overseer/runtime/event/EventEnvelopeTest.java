package dev.overseer.runtime.event;

import static dev.overseer.runtime.event.Samples.CREATED;
import static dev.overseer.runtime.event.Samples.createdWith;
import static dev.overseer.runtime.event.Samples.createdWithout;
import static dev.overseer.runtime.event.Samples.enveloped;
import static dev.overseer.runtime.event.Samples.inIncident;
import static dev.overseer.runtime.event.Samples.read;
import static dev.overseer.runtime.event.Samples.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.CloudTrailEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventEnvelopeTest {

    @Test
    void writesTheFormInWhichEventBridgeDelivers() {
        JsonNode envelope = EventEnvelope.of(routed(CREATED));

        assertThat(envelope).isEqualTo(tree("""
                {"source":"aws.glue","detail-type":"AWS API Call via CloudTrail","account":"123456789012",
                 "region":"eu-west-1","time":"2026-11-23T05:08:00Z","id":"11111111-2222-3333-4444-555555555555","detail":%s}""".formatted(CREATED)));
    }

    @Test
    void isReadBackAsItWas() {
        for (String input : List.of(
                CREATED,
                enveloped(CREATED),
                enveloped(createdWithout("recipientAccountId")),
                enveloped(createdWithout("awsRegion")),
                createdWith("eventTime", "\"2026-11-23T05:08:00.123456789Z\""),
                createdWith(
                        "requestParameters",
                        "{\"endpointName\":\"é\\u0000\\\" \\ud83d\\ude00\",\"n\":1.50,\"m\":12345678901234567890}"))) {
            CloudTrailEvent event = routed(input);

            CloudTrailEvent routedAgain = routed(EventEnvelope.of(event).toString());
            CloudTrailEvent resumed = ((Reading.Resumed)
                            read(inIncident(EventEnvelope.of(event).toString())).getFirst())
                    .event()
                    .orElseThrow();

            for (CloudTrailEvent again : List.of(routedAgain, resumed)) {
                assertThat(again.attributes()).isEqualTo(event.attributes());
                assertThat(again.request()).isEqualTo(event.request());
                assertThat(again.response()).isEqualTo(event.response());
                assertThat(again.record()).isEqualTo(event.record());
            }
        }
    }

    private static CloudTrailEvent routed(String input) {
        return ((Reading.Routed) read(input).getFirst()).event();
    }
}
