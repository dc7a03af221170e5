package dev.overseer.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.event.EventMatch;
import java.util.List;
import java.util.Optional;

/** An EventBridge pattern: a mapping, or JSON text. */
final class EventShape implements Shape<EventMatch> {
    /** What whoever makes the call chooses, at least in part: the ARN and the id of a session end with its name. */
    private static final List<String> CHOSEN = List.of(
            "userAgent", "sourceIPAddress", "requestParameters", "responseElements", "userIdentity.arn", "principalId");

    /** Strict, since event-ruler overlooks what comes behind the object. */
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final Word<JsonNode> text =
            new Word<>("an EventBridge pattern", EventShape::parsed, Schemas.type("string"));

    @Override
    public Optional<EventMatch> read(Place place) {
        Optional<JsonNode> pattern =
                place.yaml() instanceof Yaml.Mapping mapping ? Optional.of(YamlJson.typed(mapping)) : text.read(place);
        return pattern.flatMap(json -> compiled(json, place));
    }

    @Override
    public ObjectNode schema() {
        return Schemas.anyOf(List.of(Schemas.type("object"), text.schema()));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(
                    "is neither a mapping nor JSON: %s".formatted(wrong.getOriginalMessage()), wrong);
        }
    }

    private static Optional<EventMatch> compiled(JsonNode json, Place place) {
        EventMatch match;
        try {
            match = EventMatch.of(json.toString());
        } catch (IllegalArgumentException refused) {
            place.problem("is not an EventBridge pattern: %s. Correct it".formatted(refused.getMessage()));
            return Optional.empty();
        }
        List<String> chosen =
                CHOSEN.stream().filter(field -> asksFor(json, field)).toList();
        if (!chosen.isEmpty()) {
            place.warning(
                    "depends on %s, which callers can choose, and so exempt themselves. Exempt by resource or principal instead"
                            .formatted(String.join(", ", chosen)));
        }
        return Optional.of(match);
    }

    private static boolean asksFor(JsonNode pattern, String field) {
        String[] names = field.split("\\.", 2);
        return names.length == 1
                ? pattern.findValue(names[0]) != null
                : pattern.findValues(names[0]).stream().anyMatch(inner -> inner.has(names[1]));
    }
}
