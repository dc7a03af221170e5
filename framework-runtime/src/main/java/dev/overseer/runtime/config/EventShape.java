package dev.overseer.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.event.EventMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An EventBridge pattern: a mapping, or JSON text. */
final class EventShape implements Shape<EventMatch> {
    /** What whoever makes the call chooses, at least in part: the ARN and the id of a session end with its name. */
    private static final List<String> CHOSEN = List.of(
            "userAgent", "sourceIPAddress", "requestParameters", "responseElements", "userIdentity.arn", "principalId");

    /** Each of them is written out: without a bound, a few lines could take all memory. */
    private static final int MOST_COMBINATIONS = 1000;

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
        if (combinations(json) > MOST_COMBINATIONS) {
            place.problem(
                    "combines its $or in more than %,d ways. Write several exemptions".formatted(MOST_COMBINATIONS));
            return Optional.empty();
        }
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

    /** Returns in how many ways a pattern can match; no more than one over the most. */
    private static int combinations(JsonNode pattern) {
        int product = 1;
        for (Map.Entry<String, JsonNode> field : pattern.properties()) {
            product = atMost(product * Math.max(1, ways(field.getKey(), field.getValue())));
        }
        return product;
    }

    private static int ways(String name, JsonNode value) {
        return name.equals("$or")
                ? value.valueStream().mapToInt(EventShape::combinations).reduce(0, (one, other) -> atMost(one + other))
                : combinations(value);
    }

    private static int atMost(int combinations) {
        return Math.min(combinations, MOST_COMBINATIONS + 1);
    }

    private static boolean asksFor(JsonNode pattern, String field) {
        String[] names = field.split("\\.", 2);
        return names.length == 1
                ? pattern.findValue(names[0]) != null
                : pattern.findValues(names[0]).stream().anyMatch(inner -> inner.has(names[1]));
    }
}
