package dev.overseer.sqs;

/** The queue cannot be used until somebody changes something. The message says what to check, in one line. */
public final class QueueUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueueUnusableException(String message) {
        super(message);
    }

    QueueUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
