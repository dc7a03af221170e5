package dev.overseer.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import dev.overseer.api.EventPattern;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A control's pattern, taken apart.
 *
 * <p>What it says about {@code errorCode} is left out if it only says that the call has not failed: that is the reader's
 * to decide, and no failed call comes this far.
 *
 * @param route where the pattern leads
 * @param json the pattern without that clause
 * @param values the pattern as the texts it allows in each field, if it says no more than that, and only of
 *     {@linkplain FieldsOfRow
 *     fields that every event has}. This is what {@link EventPattern} makes, and needs no rule engine
 * @param ofRow whether it looks at no fields but those
 * @param sources the record's {@code eventSource}, if the pattern lists it as text; else empty
 * @param names the record's {@code eventName}, likewise
 */
record RoutePattern(
        Reading.Route route,
        String json,
        Optional<Map<String, Set<String>>> values,
        boolean ofRow,
        Set<String> sources,
        Set<String> names) {

    /**
     * Takes a pattern apart.
     *
     * @throws IllegalArgumentException if it is not a JSON object
     */
    static RoutePattern of(String control, EventPattern pattern, JsonTrees trees) {
        ObjectNode json = parse(control, pattern.json(), trees);
        if (json.path("detail") instanceof ObjectNode detail && saysNotFailed(detail.path("errorCode"))) {
            detail.remove("errorCode");
            if (detail.isEmpty()) {
                json.remove("detail");
            }
        }
        Map<String, JsonNode> clauses = new LinkedHashMap<>();
        collect("", json, clauses);
        boolean ofRow = FieldsOfRow.NAMES.containsAll(clauses.keySet());
        boolean plain = ofRow
                && clauses.values().stream().noneMatch(clause -> texts(clause).isEmpty());
        return new RoutePattern(
                new Reading.Route(control, pattern.creation()),
                json.toString(),
                plain ? Optional.of(texts(clauses)) : Optional.empty(),
                ofRow,
                texts(json.at("/detail/eventSource")),
                texts(json.at("/detail/eventName")));
    }

    /** Returns whether the pattern may select events of this source. */
    boolean mayWant(String source) {
        return sources.isEmpty() || sources.contains(source);
    }

    /** Returns whether the event's fields have values that the pattern allows, if it {@linkplain #values is so plain}. */
    boolean allows(CloudTrailEvent event, Origin origin) {
        for (Map.Entry<String, Set<String>> clause : values.orElseThrow().entrySet()) {
            if (!clause.getValue().contains(FieldsOfRow.value(clause.getKey(), event, origin))) {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode parse(String control, String json, JsonTrees trees) {
        try {
            if (trees.read(json.getBytes(UTF_8)) instanceof ObjectNode pattern) {
                return pattern;
            }
        } catch (EventFormatException invalid) {
            throw new IllegalArgumentException(
                    "Control %s has a pattern that is not JSON: %s".formatted(control, json), invalid);
        }
        throw new IllegalArgumentException(
                "Control %s has a pattern that is not a JSON object: %s".formatted(control, json));
    }

    /** Accepts {@code [{"exists": false}, null, ""]} and any part of it. */
    private static boolean saysNotFailed(JsonNode clause) {
        return clause.isArray() && !clause.isEmpty() && clause.valueStream().allMatch(RoutePattern::allowsSuccess);
    }

    private static boolean allowsSuccess(JsonNode alternative) {
        return switch (alternative.getNodeType()) {
            case NULL -> true;
            case STRING -> alternative.textValue().isEmpty();
            case OBJECT -> alternative.size() == 1 && BooleanNode.FALSE.equals(alternative.get("exists"));
            case ARRAY, BINARY, BOOLEAN, MISSING, NUMBER, POJO -> false;
        };
    }

    private static void collect(String prefix, JsonNode pattern, Map<String, JsonNode> clauses) {
        for (Map.Entry<String, JsonNode> field : pattern.properties()) {
            String path = prefix + field.getKey();
            if (field.getValue().isObject()) {
                collect(path + ".", field.getValue(), clauses);
            } else {
                clauses.put(path, field.getValue());
            }
        }
    }

    private static Map<String, Set<String>> texts(Map<String, JsonNode> clauses) {
        return clauses.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, clause -> texts(clause.getValue())));
    }

    /** Returns the texts that a clause lists; empty if it says anything else. */
    private static Set<String> texts(JsonNode clause) {
        return clause.isArray() && clause.valueStream().allMatch(JsonNode::isTextual)
                ? clause.valueStream().map(JsonNode::textValue).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
