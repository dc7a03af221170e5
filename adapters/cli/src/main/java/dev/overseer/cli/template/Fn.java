package dev.overseer.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** CloudFormation's functions, in the form that is a tree. */
final class Fn {
    private Fn() {}

    static ObjectNode ref(String id) {
        return object().put("Ref", id);
    }

    static ObjectNode attribute(String resource, String name) {
        return function("Fn::GetAtt", array(text(resource), text(name)));
    }

    static ObjectNode sub(String template) {
        return function("Fn::Sub", text(template));
    }

    static ObjectNode sub(String template, Map<String, JsonNode> variables) {
        return function("Fn::Sub", array(text(template), object().setAll(variables)));
    }

    static ObjectNode join(String delimiter, List<? extends JsonNode> parts) {
        return function("Fn::Join", array(text(delimiter), array(parts)));
    }

    static ObjectNode either(String condition, String then, String otherwise) {
        return function("Fn::If", array(text(condition), text(then), text(otherwise)));
    }

    static ObjectNode equal(JsonNode left, String right) {
        return function("Fn::Equals", array(left, text(right)));
    }

    static ArrayNode array(List<? extends JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }

    static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ArrayNode array(JsonNode... elements) {
        return array(List.of(elements));
    }

    private static ObjectNode function(String name, JsonNode argument) {
        return object().set(name, argument);
    }
}
