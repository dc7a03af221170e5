package dev.overseer.runtime.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Suppliers;
import dev.overseer.api.CloudTrailEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.event.ruler.Machine;

/** The patterns to ask about events of one source and name. Safe for several threads. */
final class Candidates {
    private final List<RoutePattern> patterns;
    private final boolean allOfRow;

    /** Empty where plain look-ups do. Made when first asked: the classes of the rule engine take long to load. */
    private final Optional<Supplier<Machine>> machine;

    Candidates(List<RoutePattern> patterns) {
        this.patterns = patterns;
        this.allOfRow = patterns.stream().allMatch(RoutePattern::ofRow);
        this.machine = patterns.stream().allMatch(pattern -> pattern.values().isPresent())
                ? Optional.empty()
                : Optional.of(Suppliers.memoize(this::compile));
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** Returns where the patterns that select the event lead, once for each control. */
    List<Reading.Route> route(CloudTrailEvent event, Origin origin) {
        List<String> ruled =
                machine.isEmpty() ? List.of() : machine.orElseThrow().get().rulesForJSONEvent(document(event, origin));
        List<Reading.Route> routes = new ArrayList<>(patterns.size());
        for (int rule = 0; rule < patterns.size(); rule++) {
            RoutePattern pattern = patterns.get(rule);
            boolean selected = pattern.values().isPresent()
                    ? pattern.allows(event, origin)
                    : ruled.contains(Integer.toString(rule));
            if (selected) {
                add(pattern.route(), routes);
            }
        }
        return List.copyOf(routes);
    }

    /** Adds a route, or its being one for creations to that of the same control. */
    private static void add(Reading.Route route, List<Reading.Route> routes) {
        for (int i = 0; i < routes.size(); i++) {
            Reading.Route known = routes.get(i);
            if (known.control().equals(route.control())) {
                routes.set(i, new Reading.Route(route.control(), route.creation() || known.creation()));
                return;
            }
        }
        routes.add(route);
    }

    private JsonNode document(CloudTrailEvent event, Origin origin) {
        return allOfRow ? FieldsOfRow.document(event, origin) : whole(event, origin);
    }

    private static JsonNode whole(CloudTrailEvent event, Origin origin) {
        ObjectNode envelope = EventEnvelope.around(event, origin);
        // The call has not failed: a null or blank errorCode must pass for an absent one.
        if (event.record() instanceof ObjectNode record && record.has("errorCode")) {
            ObjectNode succeeded = envelope.putObject("detail");
            succeeded.setAll(record);
            succeeded.remove("errorCode");
        } else {
            envelope.set("detail", event.record());
        }
        return envelope;
    }

    private Machine compile() {
        Machine rules = Machine.builder().build();
        IntStream.range(0, patterns.size())
                .filter(rule -> patterns.get(rule).values().isEmpty())
                .forEach(rule -> addRule(rules, Integer.toString(rule), patterns.get(rule)));
        return rules;
    }

    private static void addRule(Machine rules, String name, RoutePattern pattern) {
        try {
            rules.addRule(name, pattern.json());
        } catch (IOException invalid) {
            throw new IllegalArgumentException(
                    "Control %s has a pattern that EventBridge would not take: %s"
                            .formatted(pattern.route().control(), pattern.json()),
                    invalid);
        }
    }
}
