package dev.overseer.runtime.config;

import java.io.Serial;

/** A kill switch cannot be read, or what it says is not understood. */
final class UnreadableSwitchException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes a message that names the switch and says what to do. */
    UnreadableSwitchException(String message) {
        super(message);
    }

    /** Takes the same, and what it follows from. */
    UnreadableSwitchException(String message, Throwable cause) {
        super(message, cause);
    }
}
