package dev.overseer.lambda;

import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Notifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Somebody who is told. */
final class Listener implements Notifier {
    private final List<Message> messages = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();

    /** Has every message from now on fail. */
    void fail(RuntimeException thrown) {
        failure = Optional.of(thrown);
    }

    /** Returns the targets of what was told singly. */
    List<String> singles() {
        return messages.stream()
                .filter(Message.Single.class::isInstance)
                .map(message ->
                        ((Message.Single) message).notice().incident().target().id())
                .toList();
    }

    /** Returns the sizes of the digests. */
    List<Integer> digests() {
        return messages.stream()
                .filter(Message.Digest.class::isInstance)
                .map(message -> ((Message.Digest) message).size())
                .toList();
    }

    @Override
    public String destination() {
        return "eventbridge default";
    }

    @Override
    public void send(Message message) {
        failure.ifPresent(thrown -> {
            throw thrown;
        });
        messages.add(message);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
