package dev.overseer.testkit;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.Topic;

/** SNS topics, as an author would simulate them. */
final class Topics {
    static final String TYPE = "AWS::SNS::Topic";
    static final String ARN = "arn:{partition}:sns:{region}:{account}:{id}";
    static final String ORDERS = arn("orders");

    private Topics() {}

    static SimulatedResources<Map<String, String>> simulated() {
        return SimulatedResources.<Map<String, String>>of(TYPE, ARN)
                .seededBy("sns", "CreateTopic", event -> event.request("name"), event -> Map.of("Owner", "me"))
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
                .delete(DeleteTopicRequest.class, delete -> name(delete.topicArn()))
                .list(
                        ListTopicsRequest.class,
                        topics -> ListTopicsResponse.builder()
                                .topics(topics.keySet().stream()
                                        .map(name -> Topic.builder()
                                                .topicArn(arn(name))
                                                .build())
                                        .toList())
                                .build())
                .notFound(() -> NotFoundException.builder()
                        .message("Topic does not exist")
                        .build());
    }

    /** A topic without a key. */
    static EventBuilder created() {
        return Events.apiCall("sns", "CreateTopic").request("name", "orders").response("topicArn", ORDERS);
    }

    static String name(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    static String arn(String name) {
        return "arn:aws:sns:eu-west-1:123456789012:" + name;
    }

    /** Answers as if there were one topic for ever, which keeps what is set. */
    static void answering(FakeAws aws) {
        Map<String, String> topic = new ConcurrentHashMap<>();
        aws.on(
                GetTopicAttributesRequest.class,
                get -> GetTopicAttributesResponse.builder()
                        .attributes(Map.copyOf(topic))
                        .build());
        aws.on(SetTopicAttributesRequest.class, set -> {
            topic.put(set.attributeName(), set.attributeValue());
            return SetTopicAttributesResponse.builder().build();
        });
    }

    private static Map<String, String> with(Map<String, String> topic, String name, String value) {
        Map<String, String> changed = new TreeMap<>(topic);
        changed.put(name, value);
        return Map.copyOf(changed);
    }
}
