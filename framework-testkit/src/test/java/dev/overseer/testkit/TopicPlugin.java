package dev.overseer.testkit;

import static dev.overseer.api.AwsAction.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.api.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** A plugin that repairs in place: topics get a key. Well, unless a test tells otherwise. */
public record TopicPlugin(
        Function<CloudTrailEvent, Optional<Map<String, String>>> requested,
        List<Check<Map<String, String>>> checks,
        Function<ControlContext, Progress> remedy,
        UnaryOperator<ControlDescriptor.Builder> described)
        implements RemediationPlugin {
    static final String ID = "sns-topic-encrypted";
    static final String KEY = "KmsMasterKeyId";
    static final Check<Map<String, String>> ENCRYPTED =
            Check.require("encryption", topic -> topic.containsKey(KEY), "is not encrypted");

    /** As the service loader makes it. */
    public TopicPlugin() {
        this(
                event -> Optional.empty(),
                List.of(ENCRYPTED),
                context -> encrypt(context, "alias/aws/sns"),
                descriptor -> descriptor.writes(action("sns:SetTopicAttributes").on(Topics.ARN)));
    }

    TopicPlugin requesting(Function<CloudTrailEvent, Optional<Map<String, String>>> other) {
        return new TopicPlugin(other, checks, remedy, described);
    }

    TopicPlugin checking(List<Check<Map<String, String>>> others) {
        return new TopicPlugin(requested, others, remedy, described);
    }

    TopicPlugin remediating(Function<ControlContext, Progress> other) {
        return new TopicPlugin(requested, checks, other, described);
    }

    TopicPlugin describedAs(UnaryOperator<ControlDescriptor.Builder> other) {
        return new TopicPlugin(requested, checks, remedy, other);
    }

    @Override
    public String service() {
        return "sns";
    }

    @Override
    public List<Control<?>> controls() {
        return List.of(new TopicControl(this));
    }

    static SnsClient sns(ControlContext context) {
        return context.client(SnsClient::builder);
    }

    static Progress encrypt(ControlContext context, String key) {
        try {
            sns(context)
                    .setTopicAttributes(
                            set -> set.topicArn(Topics.arn(context.target().id()))
                                    .attributeName(KEY)
                                    .attributeValue(key));
            return Progress.done("encrypted");
        } catch (NotFoundException gone) {
            return Progress.done("gone");
        }
    }

    private record TopicControl(TopicPlugin plugin) implements Control<Map<String, String>> {
        @Override
        public ControlDescriptor descriptor() {
            return plugin.described()
                    .apply(ControlDescriptor.control(ID, "SNS topics are encrypted")
                            .on(EventPattern.creations("sns", "CreateTopic"))
                            .reads(action("sns:GetTopicAttributes").on(Topics.ARN)))
                    .build();
        }

        /** One topic, or those of an event that names many. */
        @Override
        public List<ResourceRef> targets(CloudTrailEvent event) {
            return Stream.concat(
                            event.request("name").stream(),
                            event.request().path("names").valueStream().map(JsonNode::asText))
                    .map(name -> event.resource(Topics.TYPE, name))
                    .toList();
        }

        @Override
        public Optional<Map<String, String>> requested(ResourceRef target, CloudTrailEvent event) {
            return plugin.requested().apply(event);
        }

        @Override
        public Optional<Map<String, String>> read(ControlContext context) {
            try {
                return Optional.of(sns(context)
                        .getTopicAttributes(
                                get -> get.topicArn(Topics.arn(context.target().id())))
                        .attributes());
            } catch (NotFoundException gone) {
                return Optional.empty();
            }
        }

        @Override
        public List<Check<Map<String, String>>> checks() {
            return plugin.checks();
        }

        @Override
        public Progress remediate(Map<String, String> topic, List<Finding> findings, ControlContext context) {
            return plugin.remedy().apply(context);
        }
    }
}
