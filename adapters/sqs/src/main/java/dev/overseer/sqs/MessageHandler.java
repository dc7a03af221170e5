package dev.overseer.sqs;

import java.time.Instant;

/** What a worker does with messages. Safe for several threads. */
public interface MessageHandler {
    /** Returns whether messages can be worked on at the moment; where not, a worker asks for none, and asks again soon. */
    boolean ready();

    /**
     * Takes in a message.
     *
     * @param id what SQS calls the message
     * @param until when to begin no further look: incidents that are left then are sent on as they are
     */
    Verdict take(String id, String body, Instant until);

    /** What the host does with a message. */
    enum Verdict {
        /** Everything in it is closed, ignored or sent on: delete it. */
        DONE,
        /** Something in it is unreadable, quarantined or failed: leave it to the redrive policy. */
        KEPT
    }
}
