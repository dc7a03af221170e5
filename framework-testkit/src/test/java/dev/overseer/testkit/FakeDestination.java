package dev.overseer.testkit;

import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Notice;
import dev.overseer.runtime.notice.Notifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Takes messages, unless a test has it fail. For one thread. */
final class FakeDestination implements Notifier {
    private final Destination destination;
    private final Clock clock;
    private final Instant begin;
    private Consumer<Message> fault = message -> {};
    final List<Message> messages = new ArrayList<>();
    final List<Duration> attempts = new ArrayList<>();
    boolean closed;

    FakeDestination(Destination destination, Clock clock) {
        this.destination = destination;
        this.clock = clock;
        this.begin = clock.instant();
    }

    /** Has every message from now on end in this. */
    void failing(Consumer<Message> other) {
        fault = other;
    }

    /** Takes messages again. */
    void recover() {
        fault = message -> {};
    }

    /** Returns what was told singly, as control and state. */
    List<String> singles() {
        return messages.stream()
                .filter(Message.Single.class::isInstance)
                .map(message -> ((Message.Single) message).notice())
                .map(notice -> notice.control().id() + " " + notice.state())
                .toList();
    }

    List<Message.Digest> digests() {
        return messages.stream()
                .filter(Message.Digest.class::isInstance)
                .map(Message.Digest.class::cast)
                .toList();
    }

    /** Returns the ids of the incidents that were told singly. */
    List<String> incidents() {
        return messages.stream()
                .filter(Message.Single.class::isInstance)
                .map(message -> ((Message.Single) message).notice())
                .map((Notice notice) -> notice.incident().target().id())
                .toList();
    }

    @Override
    public String destination() {
        return destination.text();
    }

    @Override
    public void send(Message message) {
        attempts.add(Duration.between(begin, clock.instant()));
        fault.accept(message);
        messages.add(message);
    }

    @Override
    public void close() {
        closed = true;
    }
}
