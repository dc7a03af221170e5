package dev.overseer.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A control's settings: the record that holds its defaults, with the operator's values on top. */
final class SettingsShape implements Shape<Record> {
    private final Record defaults;
    private final List<RecordComponent> components;
    private final JsonMapper mapper = SettingsJson.mapper();

    SettingsShape(Record defaults) {
        this.defaults = defaults;
        this.components = List.of(defaults.getClass().getRecordComponents());
    }

    @Override
    public Optional<Record> read(Place place) {
        if (!(place.yaml() instanceof Yaml.Mapping mapping)) {
            place.expected("a mapping with " + String.join(", ", names()));
            return Optional.empty();
        }
        ObjectNode merged = SettingsJson.of(defaults);
        boolean bound = true;
        for (Yaml.Entry entry : mapping.entries()) {
            Optional<RecordComponent> component = components.stream()
                    .filter(one -> one.getName().equals(entry.key()))
                    .findFirst();
            if (component.isEmpty()) {
                place.findings().problem(entry.mark(), place.path(), Words.unknown(entry.key(), "a setting", names()));
            }
            bound &= component.isPresent() && merge(merged, component.get(), place.entry(entry));
        }
        return bound ? made(merged, place) : Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        return SettingsJson.schema(defaults);
    }

    private List<String> names() {
        return components.stream().map(RecordComponent::getName).toList();
    }

    /** Puts a value in if its type is right; each by itself, so that all problems are told. */
    private boolean merge(ObjectNode merged, RecordComponent component, Place place) {
        if (holdsNothing(place)) {
            return false;
        }
        JsonNode value = SettingsJson.merged(merged.path(component.getName()), YamlJson.texts(place.yaml()));
        try {
            JavaType type = mapper.constructType(component.getGenericType());
            mapper.treeToValue(value, type);
        } catch (JsonProcessingException wrong) {
            report(wrong, place);
            return false;
        }
        merged.set(component.getName(), value);
        return true;
    }

    private static boolean holdsNothing(Place place) {
        return switch (place.yaml()) {
            case Yaml.Scalar scalar -> {
                if (scalar.isNull()) {
                    place.expected("a value");
                }
                yield scalar.isNull();
            }
            case Yaml.Refused refused -> true;
            case Yaml.Sequence(List<Yaml> items, var mark) -> {
                boolean nothing = false;
                for (int index = 0; index < items.size(); index++) {
                    nothing |= holdsNothing(place.item(index, items.get(index)));
                }
                yield nothing;
            }
            case Yaml.Mapping mapping ->
                mapping.entries().stream()
                                .filter(entry -> holdsNothing(place.entry(entry)))
                                .count()
                        > 0;
        };
    }

    private Optional<Record> made(ObjectNode merged, Place place) {
        try {
            return Optional.of(mapper.treeToValue(merged, defaults.getClass()));
        } catch (JsonProcessingException refused) {
            report(refused, place);
            return Optional.empty();
        }
    }

    private static void report(JsonProcessingException wrong, Place place) {
        List<JsonMappingException.Reference> path =
                wrong instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            reportUnknown(unknown, inside(place, path.subList(0, path.size() - 1)));
        } else {
            inside(place, path).problem(message(wrong));
        }
    }

    private static void reportUnknown(UnrecognizedPropertyException unknown, Place place) {
        String name = unknown.getPropertyName();
        Yaml.Mark mark = place.yaml() instanceof Yaml.Mapping mapping
                ? mapping.entries().stream()
                        .filter(entry -> entry.key().equals(name))
                        .findFirst()
                        .map(Yaml.Entry::mark)
                        .orElse(place.mark())
                : place.mark();
        List<String> known =
                unknown.getKnownPropertyIds().stream().map(Object::toString).toList();
        place.findings().problem(mark, place.path(), Words.unknown(name, "a setting", known));
    }

    /** Follows Jackson's path as far as the operator's own values go. */
    private static Place inside(Place place, List<JsonMappingException.Reference> path) {
        if (path.isEmpty()) {
            return place;
        }
        JsonMappingException.Reference first = path.getFirst();
        Optional<Place> next = switch (place.yaml()) {
            case Yaml.Mapping mapping ->
                mapping.entries().stream()
                        .filter(entry -> entry.key().equals(first.getFieldName()))
                        .findFirst()
                        .map(place::entry);
            case Yaml.Sequence(List<Yaml> items, var mark) ->
                first.getIndex() >= 0 && first.getIndex() < items.size()
                        ? Optional.of(place.item(first.getIndex(), items.get(first.getIndex())))
                        : Optional.empty();
            case Yaml.Scalar scalar -> Optional.empty();
            case Yaml.Refused refused -> Optional.empty();
        };
        return next.map(inner -> inside(inner, path.subList(1, path.size()))).orElse(place);
    }

    private static String message(JsonProcessingException wrong) {
        return switch (wrong) {
            case InvalidFormatException format ->
                "%s is not %s".formatted(Words.quoted(String.valueOf(format.getValue())), kind(format.getTargetType()));
            case MismatchedInputException other
            when other.getTargetType() != null -> "is not " + kind(other.getTargetType());
            default ->
                Optional.ofNullable(wrong.getCause())
                        .map(Throwable::getMessage)
                        .map(refusal -> "is refused by the control: " + refusal)
                        .orElse("is not of the type that the control takes: " + firstLine(wrong));
        };
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type.isRecord() || Map.class.isAssignableFrom(type)) {
            return "a mapping";
        }
        return switch (type.getSimpleName()) {
            case "String" -> "a single value";
            case "int", "long", "short", "Integer", "Long", "Short", "BigInteger" -> "a whole number in range";
            case "double", "float", "Double", "Float", "BigDecimal" -> "a number";
            case "boolean", "Boolean" -> "on or off";
            case "Duration" -> "a duration such as 30m";
            default -> "of type " + type.getSimpleName();
        };
    }

    private static String firstLine(JsonProcessingException wrong) {
        return String.valueOf(wrong.getOriginalMessage()).lines().findFirst().orElse("");
    }
}
