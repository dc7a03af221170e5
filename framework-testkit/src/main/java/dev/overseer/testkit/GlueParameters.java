package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Takes from a request what Glue would store. What has another type than Glue's is left out. */
final class GlueParameters {
    /** How the API spells a name. */
    static final UnaryOperator<String> IN_API = UnaryOperator.identity();

    /** How CloudTrail spells it: with a lower-case first letter. */
    static final UnaryOperator<String> IN_CLOUD_TRAIL =
            name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);

    private final JsonNode request;
    private final UnaryOperator<String> spelled;

    GlueParameters(JsonNode request, UnaryOperator<String> spelled) {
        this.request = request;
        this.spelled = spelled;
    }

    /** Returns a structure within. */
    GlueParameters within(String name) {
        return new GlueParameters(value(name), spelled);
    }

    JsonNode value(String name) {
        return request.path(spelled.apply(name));
    }

    /** Returns a text; empty if there is none. */
    String text(String name) {
        return value(name).isTextual() ? value(name).textValue() : "";
    }

    /** Returns the texts among these under their names in the API. */
    ObjectNode texts(List<String> names) {
        ObjectNode texts = JsonNodeFactory.instance.objectNode();
        names.stream().filter(name -> value(name).isTextual()).forEach(name -> texts.set(name, value(name)));
        return texts;
    }

    /** Returns the texts of a list. */
    List<String> list(String name) {
        return value(name)
                .valueStream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
    }

    /** Returns the texts of a map, whose keys the user chose and nobody respells. */
    Map<String, String> map(String name) {
        Map<String, String> entries = new TreeMap<>();
        value(name).properties().stream()
                .filter(entry -> entry.getValue().isTextual())
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue().textValue()));
        return entries;
    }
}
