package dev.overseer.api;

import java.io.Serial;

/** An event does not carry what events of its kind are known to carry. Its event is reported as unreadable. */
public final class EventFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes a message that says which field is wrong, and how. */
    public EventFormatException(String message) {
        super(message);
    }
}
