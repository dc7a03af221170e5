package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Makes JSON of YAML. */
final class YamlJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    /** A number in YAML, but text in every event. */
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /** Longer ones cost more to compute with than a configuration is worth. */
    private static final int LONGEST_NUMBER = 30;

    private YamlJson() {}

    /** Returns what YAML 1.2 takes it for: what stands without quotes may be a number, a boolean or null. */
    static JsonNode typed(Yaml yaml) {
        return json(yaml, YamlJson::scalar);
    }

    /** Returns the same with text for every scalar. */
    static JsonNode texts(Yaml yaml) {
        return json(yaml, scalar -> JSON.textNode(scalar.text()));
    }

    private static JsonNode json(Yaml yaml, Function<Yaml.Scalar, JsonNode> ofScalar) {
        return switch (yaml) {
            case Yaml.Scalar scalar -> ofScalar.apply(scalar);
            case Yaml.Sequence(List<Yaml> items, var mark) -> {
                ArrayNode array = JSON.arrayNode();
                items.forEach(item -> array.add(json(item, ofScalar)));
                yield array;
            }
            case Yaml.Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value(), ofScalar)));
                yield object;
            }
            case Yaml.Refused refused -> JSON.nullNode();
        };
    }

    private static JsonNode scalar(Yaml.Scalar scalar) {
        String text = scalar.text();
        if (!scalar.plain() || ACCOUNT.matcher(text).matches()) {
            return JSON.textNode(text);
        }
        if (scalar.isNull()) {
            return JSON.nullNode();
        }
        if (text.equals("true") || text.equals("false")) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches()
                ? JSON.numberNode(new BigDecimal(text))
                : JSON.textNode(text);
    }
}
