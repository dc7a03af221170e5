package dev.overseer.sqs;

/** A message that SQS will not take, however often it is sent. */
public final class UnsendableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsendableException(String message) {
        super(message);
    }

    UnsendableException(String message, Throwable cause) {
        super(message, cause);
    }
}
