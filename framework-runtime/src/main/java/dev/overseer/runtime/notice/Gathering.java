package dev.overseer.runtime.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notices that are to be sent in one message: counted, and only the first of them kept. For one thread. */
final class Gathering {
    /** How many are kept in full: each holds on to its event. */
    static final int KEPT = 20;

    private final Map<Message.Group, Integer> counts = new LinkedHashMap<>();
    private final List<Notice> first = new ArrayList<>();
    private Instant from = Instant.MAX;
    private Instant until = Instant.MIN;

    boolean isEmpty() {
        return counts.isEmpty();
    }

    void add(Notice notice) {
        counts.merge(new Message.Group(notice.control().id(), notice.state()), 1, Integer::sum);
        keep(notice);
        stretch(notice.at(), notice.at());
    }

    /** Adds what was gathered later. */
    void add(Gathering other) {
        other.counts.forEach((group, count) -> counts.merge(group, count, Integer::sum));
        other.first.forEach(this::keep);
        stretch(other.from, other.until);
    }

    /** Returns what to send; of a single notice, that notice. There is at least one. */
    Message message() {
        Message.Digest digest = new Message.Digest(from, until, counts, first);
        return digest.size() == 1 ? new Message.Single(first.getFirst()) : digest;
    }

    private void keep(Notice notice) {
        if (first.size() < KEPT) {
            first.add(notice);
        }
    }

    private void stretch(Instant earliest, Instant latest) {
        from = earliest.isBefore(from) ? earliest : from;
        until = latest.isAfter(until) ? latest : until;
    }
}
