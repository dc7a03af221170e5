package dev.overseer.sinks;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The incidents of a control that wrote to a target, and when each last did, the latest first. */
record TargetWrites(long version, List<Last> incidents) {
    static final TargetWrites NONE = new TargetWrites(0, List.of());

    /** More are not counted: a resource that was put right so often is held long before. */
    private static final int MOST = 200;

    /** An incident's last write. */
    record Last(String incident, Instant at) {}

    static TargetWrites read(Item item) {
        List<Last> incidents = Rows.of(Packed.document(item)).stream()
                .map(row -> new Last(row.get(0), Instant.parse(row.get(1))))
                .toList();
        return new TargetWrites(item.version(), incidents);
    }

    /** Returns those that wrote after a time. */
    List<String> since(Instant time) {
        return incidents.stream()
                .filter(last -> last.at().isAfter(time))
                .map(Last::incident)
                .toList();
    }

    /** Returns these after another write. */
    TargetWrites and(String incident, Instant at) {
        Instant last = incidents.stream()
                .filter(other -> other.incident().equals(incident))
                .map(Last::at)
                .filter(at::isBefore)
                .findFirst()
                .orElse(at);
        return new TargetWrites(
                version,
                Stream.concat(
                                Stream.of(new Last(incident, last)),
                                incidents.stream()
                                        .filter(other -> !other.incident().equals(incident)))
                        .sorted(Comparator.comparing(Last::at).reversed())
                        .limit(MOST)
                        .toList());
    }

    /** Returns the item without its version. */
    Item item(Key key, Instant at, Duration retain) {
        return Packed.with(
                        Item.at(key),
                        Rows.document(incidents.stream()
                                .map(last -> List.of(last.incident(), last.at().toString()))
                                .toList()))
                .kept(at, retain);
    }
}
