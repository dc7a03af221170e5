package dev.overseer.runtime.notice;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What one destination is still to be sent: some notices singly, the rest in one digest. Holds no more than a digest and a few
 * notices, however long the destination takes none. Safe for several threads.
 */
final class Outbox {
    private final Deque<Notice> singles = new ArrayDeque<>();
    private Gathering gathered = new Gathering();
    private StormRule rule = StormRule.STANDARD;
    private Instant windowEnds = Instant.MIN;
    private int inWindow;
    private boolean troubled;

    synchronized void add(Notice notice, Instant now) {
        if (gathered.isEmpty() && !now.isBefore(windowEnds)) {
            windowEnds = now.plus(rule.window());
            inWindow = 0;
        }
        if (isRoomForOne()) {
            inWindow++;
            singles.add(notice);
        } else {
            gathered.add(notice);
        }
    }

    private boolean isRoomForOne() {
        return gathered.isEmpty() && !troubled && inWindow < rule.singles() && singles.size() < rule.singles();
    }

    /** Returns the next message that is due, and forgets it. */
    synchronized Optional<Message> takeDue(Instant now) {
        return singles.isEmpty() && now.isBefore(windowEnds) ? Optional.empty() : takeAny();
    }

    /** Returns the next message, due or not, and forgets it. */
    synchronized Optional<Message> takeAny() {
        if (!singles.isEmpty()) {
            return Optional.of(new Message.Single(singles.poll()));
        }
        if (gathered.isEmpty()) {
            return Optional.empty();
        }
        Message message = gathered.message();
        gathered = new Gathering();
        return Optional.of(message);
    }

    /** Returns when the next message is due; empty if there is none. */
    synchronized Optional<Instant> nextDue() {
        if (!singles.isEmpty()) {
            return Optional.of(Instant.MIN);
        }
        return gathered.isEmpty() ? Optional.empty() : Optional.of(windowEnds);
    }

    /** The destination takes messages. */
    synchronized void taken() {
        troubled = false;
    }

    /** The destination did not take a message: until it takes one, there are only digests. */
    synchronized void refused() {
        troubled = true;
        Gathering all = new Gathering();
        singles.forEach(all::add);
        singles.clear();
        if (!gathered.isEmpty()) {
            all.add(gathered);
        }
        gathered = all;
    }

    /** From now on, another rule counts. */
    synchronized void follow(StormRule other) {
        rule = other;
        windowEnds = Instant.MIN;
    }
}
