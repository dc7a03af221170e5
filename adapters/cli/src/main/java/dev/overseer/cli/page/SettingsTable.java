package dev.overseer.cli.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an operator may set of a control. */
final class SettingsTable {
    private final List<RecordComponent> components;
    private final JsonNode schema;

    /**
     * Makes a table.
     *
     * @param defaults the record that a control declares
     * @param schema the JSON Schema of each of its components, by name, with its default
     */
    SettingsTable(Optional<Record> defaults, JsonNode schema) {
        this.components = defaults.map(record -> List.of(record.getClass().getRecordComponents()))
                .orElse(List.of());
        this.schema = schema;
    }

    boolean isEmpty() {
        return components.isEmpty();
    }

    List<List<String>> rows() {
        return components.stream()
                .map(component -> List.of(
                        Markdown.code(component.getName()),
                        kind(component.getGenericType()),
                        Markdown.code(byDefault(component))))
                .toList();
    }

    /** Returns the defaults as an operator would write them; JSON is YAML. */
    String yaml() {
        return components.stream()
                .map(component -> component.getName() + ": " + byDefault(component))
                .collect(Collectors.joining("\n"));
    }

    private String byDefault(RecordComponent component) {
        return schema.path(component.getName()).path("default").toString();
    }

    private static String kind(Type type) {
        return switch (type) {
            case ParameterizedType generic
            when generic.getRawType() instanceof Class<?> raw && Collection.class.isAssignableFrom(raw) ->
                "a list, each " + kind(generic.getActualTypeArguments()[0]);
            case Class<?> plain -> kind(plain);
            default -> Markdown.code(type.getTypeName());
        };
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> Markdown.code(((Enum<?>) constant).name()))
                            .collect(Collectors.joining(", "));
        }
        if (type.isRecord()) {
            return "a mapping";
        }
        return switch (type.getSimpleName()) {
            case "int", "long", "short", "Integer", "Long", "Short" -> "a whole number";
            case "double", "float", "Double", "Float" -> "a number";
            case "boolean", "Boolean" -> "`on` or `off`";
            default -> type == Duration.class ? "a duration, such as `30m`" : "text";
        };
    }
}
