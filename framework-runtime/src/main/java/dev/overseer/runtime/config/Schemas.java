package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Parts of <a href="https://json-schema.org/draft/2020-12/schema">JSON Schemas</a>. */
final class Schemas {
    private Schemas() {}

    static ObjectNode any() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode type(String type) {
        return any().put("type", type);
    }

    /** An object without other properties than those that are added to it. */
    static ObjectNode closedObject() {
        ObjectNode schema = type("object").put("additionalProperties", false);
        schema.putObject("properties");
        return schema;
    }

    static ObjectNode pattern(String pattern) {
        return type("string").put("pattern", "^(?:" + pattern + ")$");
    }

    /** Whole numbers, also as the text of one. */
    static ObjectNode wholeNumber(int least) {
        return type("integer").put("minimum", least);
    }

    static ObjectNode words(Iterable<String> words) {
        ObjectNode schema = any();
        words.forEach(schema.putArray("enum")::add);
        return schema;
    }

    /** Words among which are {@code on} and {@code off}, which editors may take for the booleans of YAML 1.1. */
    static ObjectNode wordsOrBooleans(Iterable<String> words, Set<Boolean> booleans) {
        ObjectNode schema = words(words);
        booleans.stream().sorted().forEach(schema.withArrayProperty("enum")::add);
        return schema;
    }

    static ObjectNode anyOf(List<ObjectNode> choices) {
        ObjectNode schema = any();
        schema.putArray("anyOf").addAll(choices);
        return schema;
    }
}
