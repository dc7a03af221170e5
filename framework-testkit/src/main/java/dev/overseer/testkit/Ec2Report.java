package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.CloudTrailEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Part of what an EC2 event reports. CloudTrail writes the older operations as {@code {"items": […]}} and in lower camel case;
 * of the newer ones it converts the XML: upper camel case, one level deeper, and a list of one element is that element.
 */
record Ec2Report(JsonNode node) {

    static Ec2Report request(CloudTrailEvent event) {
        return unwrapped(event.request(), event.name() + "Request");
    }

    static Ec2Report response(CloudTrailEvent event) {
        return unwrapped(event.response(), event.name() + "Response");
    }

    private static Ec2Report unwrapped(JsonNode node, String wrapping) {
        return new Ec2Report(node.has(wrapping) ? node.path(wrapping) : node);
    }

    /** Returns what is under a name, which is given in lower camel case. */
    Ec2Report in(String name) {
        String upper = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return new Ec2Report(node.has(name) ? node.path(name) : node.path(upper));
    }

    /** Returns a value as text; empty if it is absent, blank or no scalar. */
    Optional<String> text(String name) {
        JsonNode value = in(name).node();
        return value.isValueNode() && !value.asText().isBlank() && !value.isNull()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    /** Returns a whole number, as whatever it was written; empty if it is none. */
    Optional<Integer> number(String name) {
        JsonNode value = in(name).node();
        return value.isNumber() || value.asText().matches("-?\\d{1,9}") ? Optional.of(value.asInt()) : Optional.empty();
    }

    /** Returns the structures of a list. */
    List<Ec2Report> list(String name) {
        return elements(in(name).node())
                .filter(JsonNode::isObject)
                .map(Ec2Report::new)
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        if (list.isArray()) {
            return list.valueStream();
        }
        if (list.has("items") || list.has("item")) {
            return elements(list.has("items") ? list.path("items") : list.path("item"));
        }
        return list.isEmpty() ? Stream.empty() : Stream.of(list);
    }
}
