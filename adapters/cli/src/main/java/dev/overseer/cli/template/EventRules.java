package dev.overseer.cli.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fewest EventBridge rules that let through exactly what the controls' patterns do.
 *
 * <p>Patterns become one where they are the same but for the event names that they list. Nothing else is ever merged: a
 * pattern that allows two values of each of two fields would also let through the pairs that nobody asked for.
 */
final class EventRules {
    /** In <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html">EventBridge's quotas</a>. */
    static final int MOST_CHARACTERS = 2_048;

    /** Writes what is counted: where EventBridge would count fewer characters, there is room left. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final LogicalIds ids = new LogicalIds();
    private final SequencedMap<Shape, Wanted> byShape = new LinkedHashMap<>();

    private EventRules() {}

    /**
     * Returns the rules, in the order of the ids of the controls that want them first.
     *
     * @throws TemplateException if a pattern is too long for a rule
     */
    static List<EventRule> of(List<ControlDescriptor> controls) {
        EventRules rules = new EventRules();
        controls.stream().sorted(Comparator.comparing(ControlDescriptor::id)).forEach(rules::add);
        return rules.byShape.entrySet().stream()
                .flatMap(wanted -> rules.rules(wanted.getKey(), wanted.getValue()).stream())
                .toList();
    }

    /**
     * A pattern without its event names.
     *
     * @param named whether it had any
     */
    private record Shape(JsonNode rest, boolean named) {
        static Shape of(JsonNode pattern) {
            JsonNode rest = pattern.deepCopy();
            boolean named = pattern.path("detail").path("eventName").isArray();
            if (named) {
                ((ObjectNode) rest.path("detail")).remove("eventName");
            }
            return new Shape(rest, named);
        }

        ObjectNode with(Collection<JsonNode> names) {
            ObjectNode pattern = rest.deepCopy();
            if (named) {
                ((ObjectNode) pattern.path("detail")).putArray("eventName").addAll(names);
            }
            return pattern;
        }

        /** Returns the service of the first source, such as {@code Glue} of {@code aws.glue}. */
        String service() {
            return LogicalIds.words(rest.path("source").path(0).asText().replaceFirst("^aws\\.", ""));
        }
    }

    /**
     * What has a shape.
     *
     * @param names ordered by how they are written, each with the controls that want it
     */
    private record Wanted(TreeMap<String, Name> names, TreeSet<String> controls) {
        Wanted() {
            this(new TreeMap<>(), new TreeSet<>());
        }

        void add(String control, JsonNode pattern) {
            controls.add(control);
            for (JsonNode name : pattern.path("detail").path("eventName")) {
                names.computeIfAbsent(text(name), text -> new Name(name, new TreeSet<>()))
                        .controls()
                        .add(control);
            }
        }
    }

    private record Name(JsonNode json, TreeSet<String> controls) {}

    private void add(ControlDescriptor control) {
        for (EventPattern pattern : control.patterns()) {
            JsonNode tree = parsed(control, pattern);
            byShape.computeIfAbsent(Shape.of(tree), shape -> new Wanted()).add(control.id(), tree);
        }
    }

    private List<EventRule> rules(Shape shape, Wanted wanted) {
        if (!shape.named()) {
            return List.of(rule(shape, List.of(), wanted.controls()));
        }
        List<EventRule> rules = new ArrayList<>();
        List<Name> some = new ArrayList<>();
        for (Name name : wanted.names().values()) {
            some.add(name);
            if (some.size() > 1 && text(shape, some).length() > MOST_CHARACTERS) {
                some.removeLast();
                rules.add(rule(shape, some));
                some = new ArrayList<>(List.of(name));
            }
        }
        rules.add(rule(shape, some));
        return rules;
    }

    private EventRule rule(Shape shape, List<Name> names) {
        TreeSet<String> controls = new TreeSet<>();
        names.forEach(name -> controls.addAll(name.controls()));
        return rule(shape, names, controls);
    }

    private EventRule rule(Shape shape, List<Name> names, Collection<String> controls) {
        String pattern = text(shape, names);
        if (pattern.length() > MOST_CHARACTERS) {
            throw new TemplateException(
                    "The event pattern of %s has %,d characters, and EventBridge takes %,d. Make several patterns of it, with on(…, …)"
                            .formatted(String.join(", ", controls), pattern.length(), MOST_CHARACTERS));
        }
        return new EventRule(ids.unused(shape.service() + "Rule"), List.copyOf(controls), pattern);
    }

    private static String text(Shape shape, List<Name> names) {
        return text(shape.with(names.stream().map(Name::json).toList()));
    }

    private static JsonNode parsed(ControlDescriptor control, EventPattern pattern) {
        try {
            return JSON.readTree(pattern.json());
        } catch (JsonProcessingException invalid) {
            throw new TemplateException(
                    "Control %s has an event pattern that is not JSON: %s"
                            .formatted(control.id(), invalid.getOriginalMessage()),
                    invalid);
        }
    }

    private static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree cannot be written", impossible);
        }
    }
}
