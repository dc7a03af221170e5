package dev.overseer.runtime.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which incidents are asked for. What is empty does not narrow.
 *
 * @param from when they came to stand where they do: not before this
 * @param to before this
 * @param control the id
 * @param account of the target
 * @param principal part of who caused them, without regard to case
 * @param states as {@link IncidentEntry#state} says; empty for all
 * @param unreleased only those for which nobody has given leave
 * @param limit the most that are wanted
 */
public record IncidentFilter(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> control,
        Optional<String> account,
        Optional<String> principal,
        Set<String> states,
        boolean unreleased,
        int limit) {
    public IncidentFilter {
        states = Set.copyOf(states);
    }

    /** Returns the filter that asks for all incidents of a time. */
    public static IncidentFilter within(Span span) {
        return new IncidentFilter(
                span.from(),
                span.to(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                Integer.MAX_VALUE);
    }

    /** Returns the filter that asks for the latest incidents of all. */
    public static IncidentFilter latest(int limit) {
        return new IncidentFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                limit);
    }
}
