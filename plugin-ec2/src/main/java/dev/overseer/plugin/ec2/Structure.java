package dev.overseer.plugin.ec2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import java.io.Serial;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A structure in an EC2 event, in either of the two ways in which CloudTrail writes them.
 *
 * <p>Of the older operations names are in lower camel case, a list is {@code {"items": […]}}, and an empty list is
 * {@code {}}. Of the newer ones CloudTrail converts the XML: names are in upper camel case, everything is below
 * {@code <Operation>Request} or {@code <Operation>Response}, a list of one element is that element, a scalar may be
 * {@code {"content": …}}, and text that looks like a number is one. Names are given here in lower camel case.
 */
record Structure(JsonNode node) {
    /** Replaces values in records, even in place of a structure. */
    private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

    /** Stands in for parameters that CloudTrail left out because they were too large. */
    private static final String OMITTED = "omitted";

    static Structure request(CloudTrailEvent event) {
        return unwrapped(event.request(), event.name() + "Request");
    }

    static Structure response(CloudTrailEvent event) {
        return unwrapped(event.response(), event.name() + "Response");
    }

    private static Structure unwrapped(JsonNode node, String wrapping) {
        return new Structure(node.has(wrapping) ? node.path(wrapping) : node);
    }

    /**
     * Returns the resource that this structure describes, or empty if a value that {@code resource} asks for is hidden or of
     * an unexpected type, or if CloudTrail left it all out.
     */
    <R> Optional<R> judged(Function<Structure, R> resource) {
        try {
            return node.isObject() && !node.has(OMITTED) ? Optional.of(resource.apply(this)) : Optional.empty();
        } catch (NotJudgeable unusable) {
            return Optional.empty();
        }
    }

    /** Returns the id that is under a name; empty if it is absent, blank or hidden. */
    Optional<String> id(String name) {
        JsonNode value = field(name);
        if (isEmpty(value) || isHidden(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new EventFormatException("%s is %s, not text"
                    .formatted(name, value.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
        return Optional.of(value.textValue());
    }

    /** Returns whether there is anything under a name. */
    boolean has(String name) {
        return !isEmpty(field(name));
    }

    /** Returns what is under a name; an empty structure if there is nothing. */
    Structure in(String name) {
        return new Structure(field(name));
    }

    /** Returns the elements of a list. */
    List<Structure> list(String name) {
        return elements(field(name))
                .filter(element -> !isEmpty(element))
                .map(Structure::new)
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        if (list.isArray()) {
            return list.valueStream();
        }
        JsonNode inner = list.has("items") ? list.path("items") : list.path("item");
        return inner.isMissingNode() ? Stream.of(list) : elements(inner);
    }

    /**
     * Returns a value as text; empty if it is absent or blank.
     *
     * @throws NotJudgeable if it is hidden, or no scalar
     */
    Optional<String> text(String name) {
        if (!isEmpty(node) && !node.isObject()) {
            throw new NotJudgeable();
        }
        JsonNode value = field(name);
        JsonNode scalar = value.has("content") ? value.path("content") : value;
        if (isEmpty(scalar)) {
            return Optional.empty();
        }
        if (!scalar.isValueNode() || isHidden(scalar)) {
            throw new NotJudgeable();
        }
        return Optional.of(scalar.isNumber() ? plain(scalar.decimalValue()) : scalar.asText());
    }

    /**
     * Returns a whole number, which may be written as text.
     *
     * @throws NotJudgeable if it is anything else
     */
    Optional<Integer> number(String name) {
        return text(name).map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException other) {
                throw new NotJudgeable();
            }
        });
    }

    /** Writes 22.0 as 22, and 1.2E7 as 12000000. */
    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private JsonNode field(String name) {
        return node.has(name)
                ? node.path(name)
                : node.path(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }

    private static boolean isHidden(JsonNode value) {
        return value.asText().contains(HIDDEN);
    }

    private static boolean isEmpty(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> true;
            case STRING -> value.textValue().isBlank();
            case ARRAY, OBJECT -> value.valueStream().allMatch(Structure::isEmpty);
            case BINARY, BOOLEAN, NUMBER, POJO -> false;
        };
    }

    /** Ends {@link #judged}. */
    static final class NotJudgeable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotJudgeable() {
            super("not judgeable", null, false, false);
        }
    }
}
