package dev.overseer.sinks;

import java.io.Serial;

/** Somebody else changed what was read before it could be written, so that it has to be read again. */
final class LostRaceException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    LostRaceException(String what) {
        super(what);
    }

    LostRaceException(String what, Throwable cause) {
        super(what, cause);
    }
}
