package dev.overseer.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.event.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Writes a tree as YAML, with where each value was said as a comment behind it. */
final class YamlLines {
    /** Words that no YAML takes for anything but text, and those that this configuration reads as they are written. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][\\w/.-]*");

    private static final JsonMapper QUOTING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Function<String, Provenance> said;

    /**
     * @param said returns who said the value at a path
     */
    YamlLines(Function<String, Provenance> said) {
        this.said = said;
    }

    List<String> of(ObjectNode tree) {
        return mapping("", tree);
    }

    private List<String> mapping(String path, JsonNode mapping) {
        List<String> lines = new ArrayList<>();
        mapping.properties().forEach(entry -> {
            String inner = Place.below(path, entry.getKey());
            if (entry.getValue().isEmpty()) {
                lines.add("%s: %s".formatted(word(entry.getKey()), scalar(inner, entry.getValue())));
            } else {
                lines.add(word(entry.getKey()) + ":");
                inside(inner, entry.getValue()).forEach(line -> lines.add("  " + line));
            }
        });
        return lines;
    }

    private List<String> inside(String path, JsonNode node) {
        return node.isObject() ? mapping(path, node) : sequence(path, node);
    }

    private List<String> sequence(String path, JsonNode sequence) {
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < sequence.size(); index++) {
            String inner = "%s[%d]".formatted(path, index);
            JsonNode item = sequence.path(index);
            List<String> own = item.isEmpty() ? List.of(scalar(inner, item)) : inside(inner, item);
            lines.add("- " + own.getFirst());
            own.subList(1, own.size()).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private String scalar(String path, JsonNode value) {
        String text = value.isTextual() ? word(value.textValue()) : value.toString();
        return "%s  # %s".formatted(text, Printable.line(said.apply(path).text()));
    }

    private static String word(String text) {
        if (PLAIN.matcher(text).matches() && !new Yaml.Scalar(text, true, Yaml.Mark.START).isNull()) {
            return text;
        }
        try {
            return QUOTING.writeValueAsString(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a text cannot be written", impossible);
        }
    }
}
