package dev.overseer.runtime.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.event.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds a resource as it is against one as it was kept.
 *
 * <p>Two things do not count: in which order a list has its elements, since services return sets in any order; and the times
 * in model classes of the AWS SDK, since most of them say when the resource was last changed.
 */
final class Likeness {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_VALUE = 60;
    private static final int MOST_NAMED = 5;

    private final PreState description;

    /** Takes how resources are described. */
    Likeness(PreState description) {
        this.description = description;
    }

    /** Returns in what a resource differs from one that was kept, as {@code Policy ({…} then, nothing now)}; empty if in nothing. */
    List<String> differences(JsonNode kept, Object resource) {
        JsonNode now = tree(description.of(resource));
        Set<String> times = description.times();
        List<String> found = new ArrayList<>();
        compare("", comparable(kept, times), comparable(now, times), found);
        return List.copyOf(found);
    }

    /** Returns the first few of differences as one text. */
    static String text(List<String> differences) {
        String first = String.join(", ", differences.stream().limit(MOST_NAMED).toList());
        return differences.size() <= MOST_NAMED
                ? first
                : "%s and %d more".formatted(first, differences.size() - MOST_NAMED);
    }

    /**
     * Returns the tree of a description.
     *
     * @throws IllegalStateException if it is not JSON
     */
    static JsonNode tree(String description) {
        try {
            return JSON.readTree(description);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the description of a resource is not JSON", damaged);
        }
    }

    private static void compare(String path, JsonNode then, JsonNode now, List<String> found) {
        if (then.equals(now)) {
            return;
        }
        if (!then.isObject() || !now.isObject()) {
            found.add("%s (%s then, %s now)".formatted(path.isEmpty() ? "all of it" : path, text(then), text(now)));
            return;
        }
        Set<String> names = new TreeSet<>();
        then.fieldNames().forEachRemaining(names::add);
        now.fieldNames().forEachRemaining(names::add);
        names.forEach(
                name -> compare(path.isEmpty() ? name : path + "." + name, then.path(name), now.path(name), found));
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "nothing" : Printable.line(value.toString(), LONGEST_VALUE);
    }

    private static JsonNode comparable(JsonNode node, Set<String> times) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode counting = JsonNodeFactory.instance.objectNode();
                object.properties().stream()
                        .filter(field -> !times.contains(field.getKey()))
                        .forEach(field -> counting.set(field.getKey(), comparable(field.getValue(), times)));
                yield counting;
            }
            case ArrayNode array -> {
                ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
                array.valueStream()
                        .map(element -> comparable(element, times))
                        .sorted(Comparator.comparing(JsonNode::toString))
                        .forEach(sorted::add);
                yield sorted;
            }
            default -> node;
        };
    }
}
