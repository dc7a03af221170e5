package dev.overseer.runtime.notice;

/**
 * A destination that is told of incidents. Safe for several threads; one message is sent at a time.
 *
 * <p>A message may come again, with the same {@linkplain Notice#key keys}, after an attempt whose answer was lost.
 */
public interface Notifier extends AutoCloseable {

    /** Returns how an operator knows the destination, such as {@code sns arn:aws:sns:eu-west-1:123456789012:alerts}. */
    String destination();

    /**
     * Sends one message, and returns when the destination has taken it.
     *
     * @throws UndeliveredException if it has not
     */
    void send(Message message);

    @Override
    void close();
}
