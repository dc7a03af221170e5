package dev.overseer.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tags of everything in a simulated Glue, by ARN. What was never tagged has none, and is not asked whether it is there. */
final class GlueTags implements GluePart {
    private static final String ARN = "ResourceArn";

    private final Map<String, Map<String, String>> byArn = new HashMap<>();

    /** Takes the place of the tags that a resource of the same ARN had. */
    void put(String arn, Map<String, String> tags) {
        byArn.put(arn, new TreeMap<>(tags));
    }

    @Override
    public Optional<Answer> handle(AwsCall call) {
        GlueParameters request = new GlueParameters(call.json(), GlueParameters.IN_API);
        Map<String, String> tags = byArn.computeIfAbsent(request.text(ARN), _ -> new TreeMap<>());
        return switch (call.operation()) {
            case "GetTags" -> Optional.of(Answer.json(described(tags)));
            case "TagResource" -> {
                tags.putAll(request.map("TagsToAdd"));
                yield Optional.of(Answer.json(JsonNodeFactory.instance.objectNode()));
            }
            case "UntagResource" -> {
                request.list("TagsToRemove").forEach(tags::remove);
                yield Optional.of(Answer.json(JsonNodeFactory.instance.objectNode()));
            }
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> resource(AwsCall call) {
        return switch (call.operation()) {
            case "GetTags", "TagResource", "UntagResource" ->
                Optional.of(call.json().path(ARN).asText());
            default -> Optional.empty();
        };
    }

    @Override
    public boolean simulates(String eventName) {
        return false;
    }

    @Override
    public void seed(CloudTrailEvent event) {
        throw new IllegalArgumentException("Tags are seeded with what they are on, not by " + event);
    }

    @Override
    public boolean exists(String name) {
        return false;
    }

    @Override
    public void vanish(String name) {
        byArn.keySet().removeIf(arn -> arn.endsWith("/" + name));
    }

    @Override
    public boolean vanish(ResourceRef target) {
        return false;
    }

    private static ObjectNode described(Map<String, String> tags) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode described = answer.putObject("Tags");
        tags.forEach(described::put);
        return answer;
    }
}
