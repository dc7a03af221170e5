package dev.overseer.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The request parameters of an event, as far as they can be judged.
 *
 * <p>A value that is absent, null, blank or empty counts as absent, whatever its type. One that CloudTrail hides, or that
 * is not of the type asked for, ends {@link CloudTrailEvent#requested} with an empty result: the live resource decides.
 */
public final class RequestedValues {
    /** Replaces values in records; documented for several services, seen in real records even in place of an object. */
    private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

    /** Stands in for parameters that CloudTrail left out because they were too large. */
    private static final String OMITTED = "omitted";

    private final JsonNode parameters;

    RequestedValues(JsonNode parameters) {
        if (!parameters.isObject() || parameters.has(OMITTED)) {
            throw new NotJudgeable();
        }
        this.parameters = parameters;
    }

    /**
     * Returns a text value.
     *
     * @param field a field, or a JSON pointer such as {@code /jobUpdate/securityConfiguration}; no pointer into a list
     */
    public Optional<String> text(String field) {
        JsonNode value = value(field);
        return isEmpty(value) ? Optional.empty() : Optional.of(judgeable(value));
    }

    /**
     * Returns the text values of a list, without empty ones.
     *
     * @param field as in {@link #text}
     */
    public List<String> texts(String field) {
        JsonNode value = value(field);
        if (isEmpty(value)) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new NotJudgeable();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!isEmpty(element)) {
                texts.add(judgeable(element));
            }
        }
        return List.copyOf(texts);
    }

    /** What lies within a hidden value is hidden as well, and not absent. */
    private JsonNode value(String field) {
        if (!field.startsWith("/")) {
            return parameters.path(field);
        }
        JsonNode value = parameters;
        for (String name : field.substring(1).split("/")) {
            if (!isEmpty(value) && !value.isObject()) {
                throw new NotJudgeable();
            }
            value = value.path(name);
        }
        return value;
    }

    private static String judgeable(JsonNode value) {
        if (!value.isTextual() || value.textValue().contains(HIDDEN)) {
            throw new NotJudgeable();
        }
        return value.textValue();
    }

    private static boolean isEmpty(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> true;
            case STRING -> value.textValue().isBlank();
            case ARRAY, OBJECT -> value.valueStream().allMatch(RequestedValues::isEmpty);
            case BINARY, BOOLEAN, NUMBER, POJO -> false;
        };
    }

    /** Ends the evaluation of a request that cannot be judged. */
    static final class NotJudgeable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotJudgeable() {
            super("not judgeable", null, false, false);
        }
    }
}
