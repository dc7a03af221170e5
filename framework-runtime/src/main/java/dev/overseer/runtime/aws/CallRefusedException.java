package dev.overseer.runtime.aws;

import java.io.Serial;

/** Unwinds a control out of an AWS call that the guard refused. */
final class CallRefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CallRefusedException(String message) {
        super(message);
    }
}
