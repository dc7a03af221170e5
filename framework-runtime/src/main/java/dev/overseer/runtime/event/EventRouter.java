package dev.overseer.runtime.event;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.Table;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the controls that an event concerns.
 *
 * <p>First by an index on the record's {@code eventSource} and {@code eventName}, then by the patterns found there: what
 * they cost does not depend on how many other controls there are. A pattern that does not list both as plain text is
 * asked about every event of its source, or about every event. Safe for several threads.
 */
public final class EventRouter {
    private final Table<String, String, Candidates> byName = HashBasedTable.create();
    private final Map<String, Candidates> bySource = new HashMap<>();
    private final Candidates others;

    /**
     * Indexes the controls' patterns.
     *
     * @throws IllegalArgumentException if a pattern is not JSON
     */
    public EventRouter(List<ControlDescriptor> controls) {
        JsonTrees trees = new JsonTrees();
        List<RoutePattern> patterns = new ArrayList<>();
        for (ControlDescriptor control : controls) {
            for (EventPattern pattern : control.patterns()) {
                patterns.add(RoutePattern.of(control.id(), pattern, trees));
            }
        }
        others = new Candidates(
                patterns.stream().filter(pattern -> pattern.sources().isEmpty()).toList());
        for (RoutePattern pattern : patterns) {
            for (String source : pattern.sources()) {
                bySource.computeIfAbsent(source, wanted -> ofSource(patterns, wanted));
                for (String name : pattern.names()) {
                    if (!byName.contains(source, name)) {
                        byName.put(source, name, ofName(patterns, source, name));
                    }
                }
            }
        }
    }

    /** Returns whether any control could want events of this source and name, so that they must be read in full. */
    boolean names(String eventSource, String eventName) {
        return !candidates(eventSource, eventName).isEmpty();
    }

    /**
     * Returns the controls whose patterns select the event as EventBridge would deliver it, each once, in the order in
     * which they were given. What EventBridge said about the event is derived from its record. Whether the call failed is
     * the reader's to decide: no pattern is asked about it.
     */
    public List<Reading.Route> route(CloudTrailEvent event) {
        return route(event, Origin.of(event));
    }

    /** Returns the same for an event that came with an envelope; none if anybody could have sent that. */
    List<Reading.Route> route(CloudTrailEvent event, Origin origin) {
        return origin.isAws() ? candidates(event.source(), event.name()).route(event, origin) : List.of();
    }

    private Candidates candidates(String eventSource, String eventName) {
        Candidates named = byName.get(eventSource, eventName);
        return named == null ? bySource.getOrDefault(eventSource, others) : named;
    }

    private static Candidates ofName(List<RoutePattern> patterns, String source, String name) {
        return new Candidates(patterns.stream()
                .filter(pattern -> pattern.mayWant(source)
                        && (pattern.names().isEmpty() || pattern.names().contains(name)))
                .toList());
    }

    private static Candidates ofSource(List<RoutePattern> patterns, String source) {
        return new Candidates(patterns.stream()
                .filter(pattern -> pattern.sources().isEmpty()
                        || (pattern.sources().contains(source)
                                && pattern.names().isEmpty()))
                .toList());
    }
}
