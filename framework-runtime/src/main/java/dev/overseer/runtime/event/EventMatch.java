package dev.overseer.runtime.event;

import com.google.common.base.Suppliers;
import dev.overseer.api.CloudTrailEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/**
 * One EventBridge pattern to hold events against, outside of any control. Two of the same text are equal. Safe for several
 * threads.
 */
public final class EventMatch {
    private static final String RULE = "0";

    private final String json;

    /** Made when first asked: the classes of the rule engine take long to load. */
    private final Supplier<Machine> machine;

    private EventMatch(String json) {
        this.json = json;
        this.machine = Suppliers.memoize(this::compile);
    }

    /**
     * Returns what a pattern matches.
     *
     * @throws IllegalArgumentException if EventBridge would not take the pattern; its message says why
     */
    public static EventMatch of(String json) {
        Optional<String> problem = Optional.ofNullable(JsonRuleCompiler.check(json, false));
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get().lines().findFirst().orElse("not a pattern"));
        }
        return new EventMatch(json);
    }

    /** Returns whether the pattern selects an event as EventBridge would deliver it. */
    public boolean matches(CloudTrailEvent event) {
        return !machine.get().rulesForJSONEvent(EventEnvelope.of(event)).isEmpty();
    }

    /** Returns the pattern's text. */
    public String json() {
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventMatch match && match.json.equals(json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json;
    }

    private Machine compile() {
        Machine rules = Machine.builder().build();
        try {
            rules.addRule(RULE, json);
        } catch (IOException checkedBefore) {
            throw new IllegalStateException(
                    "event-ruler refuses a pattern that it has checked: " + json, checkedBefore);
        }
        return rules;
    }
}
