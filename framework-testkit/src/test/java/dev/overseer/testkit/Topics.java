package dev.overseer.testkit;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.Topic;

/** SNS topics, as an author would simulate them. */
final class Topics {
    static final String TYPE = "AWS::SNS::Topic";
    static final String ORDERS = "arn:aws:sns:eu-west-1:123456789012:orders";

    private Topics() {}

    static SimulatedResources<Map<String, String>> simulated() {
        return SimulatedResources.<Map<String, String>>of(TYPE, "{id}")
                .seededBy("sns", "CreateTopic", event -> event.response("topicArn"), event -> Map.of("Owner", "me"))
                .get(GetTopicAttributesRequest.class, GetTopicAttributesRequest::topicArn, topic ->
                        GetTopicAttributesResponse.builder().attributes(topic).build())
                .update(SetTopicAttributesRequest.class, SetTopicAttributesRequest::topicArn, (topic, set) ->
                        with(topic, set.attributeName(), set.attributeValue()))
                .delete(DeleteTopicRequest.class, DeleteTopicRequest::topicArn)
                .list(ListTopicsRequest.class, topics -> ListTopicsResponse.builder()
                        .topics(topics.keySet().stream()
                                .map(arn -> Topic.builder().topicArn(arn).build())
                                .toList())
                        .build())
                .notFound(() ->
                        NotFoundException.builder().message("Topic does not exist").build());
    }

    /** A topic without a key, unless the event says more. */
    static EventBuilder created() {
        return Events.apiCall("sns", "CreateTopic").request("name", "orders").response("topicArn", ORDERS);
    }

    private static Map<String, String> with(Map<String, String> topic, String name, String value) {
        Map<String, String> changed = new TreeMap<>(topic);
        changed.put(name, value);
        return Map.copyOf(changed);
    }
}
