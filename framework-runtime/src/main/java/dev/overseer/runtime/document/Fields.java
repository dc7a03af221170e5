package dev.overseer.runtime.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the fields of documents. What is missing or wrong is an {@link IllegalArgumentException} that names the field. */
final class Fields {
    private Fields() {}

    static String text(JsonNode document, String field) {
        JsonNode value = document.path(field);
        if (!value.isTextual()) {
            throw wrong(field, "is missing or is not text");
        }
        return value.textValue();
    }

    static List<String> texts(JsonNode document, String field) {
        return elements(document, field)
                .valueStream()
                .map(value -> {
                    if (!value.isTextual()) {
                        throw wrong(field, "has an element that is not text");
                    }
                    return value.textValue();
                })
                .toList();
    }

    /** Returns the objects of an array. */
    static List<JsonNode> objects(JsonNode document, String field) {
        return elements(document, field).valueStream().toList();
    }

    static int number(JsonNode document, String field) {
        JsonNode value = document.path(field);
        if (!value.isInt()) {
            throw wrong(field, "is missing or is not a whole number");
        }
        return value.intValue();
    }

    static boolean flag(JsonNode document, String field) {
        JsonNode value = document.path(field);
        if (!value.isBoolean()) {
            throw wrong(field, "is missing or is neither true nor false");
        }
        return value.booleanValue();
    }

    static Instant time(JsonNode document, String field) {
        return optionalTime(document, field).orElseThrow(() -> wrong(field, "is missing"));
    }

    static Optional<Instant> optionalTime(JsonNode document, String field) {
        if (!document.has(field)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text(document, field)));
        } catch (DateTimeParseException malformed) {
            throw wrong(field, "is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    static Duration duration(JsonNode document, String field) {
        try {
            return Duration.parse(text(document, field));
        } catch (DateTimeParseException malformed) {
            throw wrong(field, "is not a duration such as PT30S");
        }
    }

    static <E extends Enum<E>> E choice(JsonNode document, String field, Class<E> choices) {
        String name = text(document, field);
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(
                        field,
                        "is \"%s\"; the choices are %s".formatted(name, Arrays.toString(choices.getEnumConstants()))));
    }

    static ResourceRef target(JsonNode target) {
        return new ResourceRef(
                text(target, "partition"),
                text(target, "account"),
                text(target, "region"),
                text(target, "type"),
                text(target, "id"));
    }

    static List<Finding> findings(JsonNode document, String field) {
        return objects(document, field).stream()
                .map(finding -> new Finding(text(finding, "check"), text(finding, "message")))
                .toList();
    }

    static IllegalArgumentException wrong(String field, String how) {
        return new IllegalArgumentException("%s %s".formatted(field, how));
    }

    private static JsonNode elements(JsonNode document, String field) {
        JsonNode array = document.path(field);
        if (!array.isArray()) {
            throw wrong(field, "is missing or is not an array");
        }
        return array;
    }
}
