package dev.overseer.lambda;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No incident can be sent to where it has to wait, so that nothing may be acknowledged. */
final class CannotWaitException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes a message that says what to check. */
    CannotWaitException(String message) {
        this(message, null);
    }

    /** Takes a message that says what to check, and what the queue answered. */
    CannotWaitException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
