package dev.overseer.cli;

import java.io.IOException;
import java.io.Serial;

/** Nobody reads the results any more, as in {@code overseer evaluate … | head}. */
final class ClosedOutputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ClosedOutputException(IOException cause) {
        super("stdout is closed", cause);
    }
}
