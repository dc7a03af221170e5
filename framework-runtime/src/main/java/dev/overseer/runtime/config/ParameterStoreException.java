package dev.overseer.runtime.config;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A parameter cannot be read. */
public final class ParameterStoreException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes a message that names the parameter and says what to do. */
    public ParameterStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
