package dev.overseer.runtime.aws;

import java.io.Serial;

/** The target's account cannot be reached with the credentials at hand. */
public final class NoRoleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes a message that names the account and says what to configure. */
    public NoRoleException(String message) {
        super(message);
    }

    /** Takes a message that names the account and says what to configure, and what AWS said to it. */
    public NoRoleException(String message, Throwable cause) {
        super(message, cause);
    }
}
