package dev.overseer.runtime.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import java.util.Comparator;
import java.util.List;

/** The EventBridge rules that let through what the controls want, from the same patterns that route inside. */
public final class EventBridgeRules {
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private EventBridgeRules() {}

    /**
     * Returns an array of objects with {@code name}, {@code description} and {@code eventPattern}: one for each pattern of
     * each control, ordered by control id, then as declared.
     *
     * @throws IllegalArgumentException if a pattern is not JSON; those of a healthy control are
     */
    public static ArrayNode of(List<ControlDescriptor> controls) {
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        controls.stream()
                .sorted(Comparator.comparing(ControlDescriptor::id))
                .forEach(control -> addRules(rules, control));
        return rules;
    }

    private static void addRules(ArrayNode rules, ControlDescriptor control) {
        List<EventPattern> patterns = control.patterns();
        for (int index = 0; index < patterns.size(); index++) {
            ObjectNode rule = rules.addObject();
            // A dot is in no control's id, so that no two names are the same.
            rule.put("name", "overseer-" + control.id() + (patterns.size() == 1 ? "" : "." + (index + 1)));
            rule.put("description", control.title());
            try {
                rule.set("eventPattern", JSON.readTree(patterns.get(index).json()));
            } catch (JsonProcessingException invalid) {
                throw new IllegalArgumentException(
                        "Control %s has an event pattern that is not JSON: %s"
                                .formatted(control.id(), invalid.getOriginalMessage()),
                        invalid);
            }
        }
    }
}
