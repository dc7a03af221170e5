package dev.overseer.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.overseer.runtime.aws.KeptState;
import dev.overseer.runtime.document.Documents;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * Describes a resource as it was read, before anything is written to it: a model class of the AWS SDK, or a record that a
 * plugin makes of such.
 *
 * <p>Masked are fields that the SDK holds for sensitive, as it masks them in {@code toString}, and those that a control
 * names. For one thread.
 */
final class PreState {
    /** In characters of JSON. */
    static final int LONGEST = 64 * 1024;

    static final String MASK = "(masked)";

    /** What the SDK's model classes print in place of a sensitive value. */
    private static final String REDACTED = "=*** Sensitive Data Redacted ***";

    private static final String TOO_LARGE = "tooLargeToKeep";

    private final Set<String> masked;
    private final Set<String> hidden = new TreeSet<>();
    private final Set<String> times = new TreeSet<>();

    /** Takes the names of fields, at any depth, that must not be kept. */
    PreState(Set<String> masked) {
        this.masked = masked;
    }

    /** Returns the resource as one line of JSON, of at most 64 Ki characters. */
    String of(Object resource) {
        return kept(resource).json();
    }

    /** Returns the same, and whether anything is missing from it. */
    KeptState kept(Object resource) {
        hidden.clear();
        times.clear();
        String text = Documents.line(node(resource));
        if (text.length() <= LONGEST) {
            return new KeptState(text, hidden.isEmpty() ? Optional.empty() : Optional.of(masked(hidden)));
        }
        return new KeptState(
                Documents.line(JsonNodeFactory.instance.objectNode().put(TOO_LARGE, text.length())),
                Optional.of(tooLarge(text.length())));
    }

    /** Returns the names of the times in model classes of the SDK, at any depth of the resource that was described last. */
    Set<String> times() {
        return Set.copyOf(times);
    }

    /**
     * Returns why a resource could not be made anew from what was kept of it; empty if it could.
     *
     * @param kept what {@link #of} returned at the time
     */
    static Optional<String> gap(JsonNode kept) {
        if (kept.path(TOO_LARGE).isInt()) {
            return Optional.of(tooLarge(kept.path(TOO_LARGE).intValue()));
        }
        Set<String> names = new TreeSet<>();
        findMasked(kept, "the resource", names);
        return names.isEmpty() ? Optional.empty() : Optional.of(masked(names));
    }

    private static void findMasked(JsonNode node, String name, Set<String> found) {
        if (node.isTextual() && node.textValue().equals(MASK)) {
            found.add(name);
        }
        node.properties().forEach(field -> findMasked(field.getValue(), field.getKey(), found));
        if (node.isArray()) {
            node.forEach(element -> findMasked(element, name, found));
        }
    }

    private static String masked(Set<String> names) {
        return "the ledger keeps no secrets: %s masked"
                .formatted(String.join(" and ", names) + (names.size() == 1 ? " is" : " are"));
    }

    private static String tooLarge(int length) {
        return "it has %,d characters, and the ledger keeps %,d".formatted(length, LONGEST);
    }

    private JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNodeFactory.instance.nullNode();
            case SdkPojo pojo -> fields(pojo);
            case Record record -> components(record);
            case SdkBytes bytes -> TextNode.valueOf(bytes.asByteArrayUnsafe().length + " bytes");
            case Optional<?> optional -> node(optional.orElse(null));
            case Collection<?> elements -> elements(elements);
            case Map<?, ?> entries -> entries(entries);
            case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case JsonNode json -> json;
            default -> TextNode.valueOf(value.toString());
        };
    }

    private ObjectNode fields(SdkPojo pojo) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        String printed = pojo.toString();
        for (SdkField<?> field : pojo.sdkFields()) {
            if (MarshallingType.INSTANT.equals(field.marshallingType())) {
                times.add(field.memberName());
            }
            Object value = field.getValueOrDefault(pojo);
            if (value != null && !isUnset(value)) {
                boolean sensitive = printed.contains(field.memberName() + REDACTED);
                put(object, field.memberName(), value, sensitive);
            }
        }
        return object;
    }

    /** What the SDK puts in place of a list or map that AWS did not send. */
    private static boolean isUnset(Object value) {
        return value instanceof SdkAutoConstructList<?> || value instanceof SdkAutoConstructMap<?, ?>;
    }

    private ObjectNode components(Record record) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            put(object, component.getName(), component(record, component), false);
        }
        return object;
    }

    private static @Nullable Object component(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException refused) {
            return "(cannot be read: %s)".formatted(refused);
        }
    }

    private ArrayNode elements(Collection<?> elements) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        elements.forEach(element -> array.add(node(element)));
        return array;
    }

    private ObjectNode entries(Map<?, ?> entries) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        entries.forEach((key, value) -> put(object, String.valueOf(key), value, false));
        return object;
    }

    private void put(ObjectNode object, String name, @Nullable Object value, boolean sensitive) {
        boolean hide = sensitive || masked.stream().anyMatch(name::equalsIgnoreCase);
        if (hide) {
            hidden.add(name);
        }
        object.set(name, hide ? TextNode.valueOf(MASK) : node(value));
    }
}
