package dev.overseer.runtime.notice;

import dev.overseer.runtime.incident.Outcome.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who hears of what.
 *
 * @param outcomes the {@linkplain Notice#state states} that it is told of, in the operator's order
 * @param controls the ids of the controls that it is told of, in the operator's order; empty for all
 */
public record NotifySettings(Destination destination, Set<String> outcomes, Set<String> controls) {
    /** All states that can be asked for, in the order in which people meet them. */
    public static final List<String> STATES = Stream.concat(
                    Stream.of(Notice.Announced.STATE),
                    Arrays.stream(Kind.values()).map(Kind::name))
            .toList();

    /** The states that are told where none are asked for: what was done, and what a person has to see to. */
    public static final List<String> STANDARD = Stream.of(Kind.REMEDIATED, Kind.HELD, Kind.FAILED, Kind.TIMED_OUT)
            .map(Kind::name)
            .toList();

    public NotifySettings {
        outcomes = Collections.unmodifiableSet(new LinkedHashSet<>(outcomes));
        controls = Collections.unmodifiableSet(new LinkedHashSet<>(controls));
    }

    /** Returns whether the destination is told of something. */
    public boolean wants(Notice notice) {
        return outcomes.contains(notice.state())
                && (controls.isEmpty() || controls.contains(notice.control().id()));
    }
}
