package dev.overseer.runtime.event;

import java.io.Serial;

/** The bytes are not JSON. Where, is known to the scanner, which stands at the culprit. */
final class JsonSyntaxException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes what is wrong, in one sentence without a full stop. */
    JsonSyntaxException(String problem) {
        super(problem, null, false, false);
    }
}
