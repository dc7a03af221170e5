package dev.overseer.runtime.notice;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is sent to a destination at once. */
public sealed interface Message {

    /** One incident's notice. */
    record Single(Notice notice) implements Message {}

    /**
     * Many notices in one, since a storm of them would bury whoever reads them.
     *
     * @param from when the first of them was given
     * @param until when the last of them was given
     * @param counts how many there are of each control and state, in the order in which they came
     * @param first some of them in full, the first
     */
    record Digest(Instant from, Instant until, Map<Group, Integer> counts, List<Notice> first) implements Message {
        public Digest {
            counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
            first = List.copyOf(first);
        }

        /** Returns how many notices it stands for. */
        public int size() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** What a digest counts by. */
    record Group(String control, String state) {}
}
