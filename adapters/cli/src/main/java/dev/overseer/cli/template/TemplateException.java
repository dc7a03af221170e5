package dev.overseer.cli.template;

import java.io.Serial;

/** There can be no template for this. The message says what is in the way, and what to do. */
public final class TemplateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message);
    }

    TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
