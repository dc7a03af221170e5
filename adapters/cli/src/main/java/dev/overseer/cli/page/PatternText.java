package dev.overseer.cli.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.EventPattern;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says which events a pattern selects. */
public final class PatternText {
    private PatternText() {}

    /** Returns a pattern for people: sources and operations where it says no more than these, else as it is. */
    public static String of(EventPattern pattern) {
        JsonNode json = json(pattern);
        return operations(json)
                .map(names -> String.join(", ", texts(json.path("source"))) + "  " + String.join(", ", names))
                .orElseGet(json::toString);
    }

    /** Returns the pattern. */
    public static JsonNode json(EventPattern pattern) {
        try {
            return new JsonMapper().readTree(pattern.json());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a healthy control has a pattern that is not JSON", impossible);
        }
    }

    /** Returns the same in Markdown. */
    static String markdown(EventPattern pattern) {
        JsonNode json = json(pattern);
        return operations(json)
                .map(names -> codes(texts(json.path("source"))) + ": " + codes(names))
                .orElseGet(() -> Markdown.code(json.toString()));
    }

    private static String codes(List<String> words) {
        return words.stream().map(Markdown::code).collect(Collectors.joining(", "));
    }

    private static Optional<List<String>> operations(JsonNode pattern) {
        JsonNode names = pattern.path("detail").path("eventName");
        boolean words = !names.isEmpty() && names.valueStream().allMatch(JsonNode::isTextual);
        return words ? Optional.of(texts(names)) : Optional.empty();
    }

    private static List<String> texts(JsonNode names) {
        return names.valueStream().map(JsonNode::asText).toList();
    }
}
