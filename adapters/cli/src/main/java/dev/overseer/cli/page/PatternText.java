package dev.overseer.cli.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.overseer.api.EventPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says which events a pattern selects. */
public final class PatternText {
    /** Of the record's fields, those that every pattern looks at. */
    private static final Set<String> USUAL = Set.of("eventSource", "eventName", "errorCode");

    private PatternText() {}

    /** Returns a pattern for people: sources and operations where it says no more than these, else as it is. */
    public static String of(EventPattern pattern) {
        JsonNode json = json(pattern);
        return operations(json)
                .map(names -> String.join(", ", texts(json.path("source"))) + "  " + String.join(", ", names))
                .orElseGet(json::toString);
    }

    /** Returns whether a pattern names a call, by the record's {@code eventSource} and {@code eventName}. */
    public static boolean names(EventPattern pattern, String source, String name) {
        JsonNode detail = json(pattern).path("detail");
        return texts(detail.path("eventSource")).contains(source)
                && texts(detail.path("eventName")).contains(name);
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
        boolean alone =
                pattern.path("detail").propertyStream().map(Map.Entry::getKey).allMatch(USUAL::contains);
        return words && alone ? Optional.of(texts(names)) : Optional.empty();
    }

    private static List<String> texts(JsonNode names) {
        return names.valueStream().map(JsonNode::asText).toList();
    }
}
