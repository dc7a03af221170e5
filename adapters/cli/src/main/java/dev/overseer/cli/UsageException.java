package dev.overseer.cli;

import java.io.Serial;

/** The command line, the environment or the installation is not right. Nothing was done; exit status 2. */
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes a message that quotes what is wrong and says the fix. */
    UsageException(String message) {
        super(message);
    }
}
