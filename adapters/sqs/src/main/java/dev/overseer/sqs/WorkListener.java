package dev.overseer.sqs;

import dev.overseer.runtime.engine.Arrival;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Step;

/**
 * Hears what becomes of messages. Called on the threads of the looks, several at once; what it throws leaves the message in
 * the queue.
 */
public interface WorkListener {

    /** Something was read from a message, which may have been delivered before. */
    default void read(Reading reading) {}

    /** Something in a message cannot be read; heard of at each delivery. */
    default void unreadable(Reading.Unreadable reading) {}

    /**
     * An event opened nothing, or a message could not be read. Of a message that is delivered again and again, what is
     * unreadable is heard of once in each process.
     */
    void arrived(Arrival arrival);

    /** A look ended: an incident is over, or has been sent back to the queue. */
    void looked(Step step);
}
