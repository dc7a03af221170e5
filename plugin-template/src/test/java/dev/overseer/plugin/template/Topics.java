package dev.overseer.plugin.template;

import dev.overseer.testkit.SimulatedResources;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;

/** SNS topics, as far as the control sees them: their attributes. */
final class Topics {
    private Topics() {}

    static SimulatedResources<Map<String, String>> simulated() {
        return SimulatedResources.<Map<String, String>>of(
                        "AWS::SNS::Topic", "arn:{partition}:sns:{region}:{account}:{id}")
                .seededBy(
                        "sns",
                        "CreateTopic",
                        event -> event.request("name"),
                        event -> event.request("/attributes/KmsMasterKeyId")
                                .map(key -> Map.of("KmsMasterKeyId", key))
                                .orElse(Map.of()))
                .seededBy(
                        "sns",
                        "SetTopicAttributes",
                        event -> event.request("topicArn").map(Topics::name),
                        event -> Map.of())
                .get(
                        GetTopicAttributesRequest.class,
                        get -> name(get.topicArn()),
                        topic -> GetTopicAttributesResponse.builder()
                                .attributes(topic)
                                .build())
                .update(
                        SetTopicAttributesRequest.class,
                        set -> name(set.topicArn()),
                        (topic, set) -> with(topic, set.attributeName(), set.attributeValue()))
                .notFound(() -> NotFoundException.builder()
                        .message("Topic does not exist")
                        .build());
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static Map<String, String> with(Map<String, String> topic, String attribute, String value) {
        Map<String, String> changed = new HashMap<>(topic);
        changed.put(attribute, value);
        return Map.copyOf(changed);
    }
}
