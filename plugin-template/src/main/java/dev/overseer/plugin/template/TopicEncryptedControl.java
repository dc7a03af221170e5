package dev.overseer.plugin.template;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** Gives SNS topics without a key the one that AWS manages. */
final class TopicEncryptedControl implements Control<TopicEncryptedControl.Topic> {
    private static final String ARN = "arn:{partition}:sns:{region}:{account}:{id}";
    private static final String KEY = "KmsMasterKeyId";

    /** What is asked of a topic; {@code key} is empty without one. */
    record Topic(String key) {}

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("sns-topic-encrypted", "SNS topics are encrypted")
                .on(EventPattern.creations("sns", "CreateTopic"), EventPattern.apiCalls("sns", "SetTopicAttributes"))
                .reads(action("sns:GetTopicAttributes").on(ARN))
                .writes(action("sns:SetTopicAttributes").on(ARN))
                .restores(action("sns:SetTopicAttributes").on(ARN))
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        Optional<String> name = event.request("topicArn").map(arn -> arn.substring(arn.lastIndexOf(':') + 1));
        return name.or(() -> event.request("name")).map(id -> event.resource("AWS::SNS::Topic", id)).stream()
                .toList();
    }

    @Override
    public Optional<Topic> read(ControlContext context) {
        try {
            var topic = context.client(SnsClient::builder).getTopicAttributes(get -> get.topicArn(arn(context)));
            return Optional.of(new Topic(topic.attributes().getOrDefault(KEY, "")));
        } catch (NotFoundException gone) {
            return Optional.empty();
        }
    }

    @Override
    public List<Check<Topic>> checks() {
        return List.of(require("encryption", topic -> !topic.key().isBlank(), "is not encrypted"));
    }

    @Override
    public Progress remediate(Topic topic, List<Finding> findings, ControlContext context) {
        return set("alias/aws/sns", context);
    }

    @Override
    public Progress restore(JsonNode preState, ControlContext context) {
        return set(preState.path("key").asText(), context);
    }

    private static Progress set(String key, ControlContext context) {
        try {
            context.client(SnsClient::builder)
                    .setTopicAttributes(
                            set -> set.topicArn(arn(context)).attributeName(KEY).attributeValue(key));
            return Progress.done("its key is now \"%s\"".formatted(key));
        } catch (NotFoundException gone) {
            return Progress.done("gone before its key could be set");
        }
    }

    private static String arn(ControlContext context) {
        ResourceRef topic = context.target();
        return "arn:%s:sns:%s:%s:%s".formatted(topic.partition(), topic.region(), topic.account(), topic.id());
    }
}
