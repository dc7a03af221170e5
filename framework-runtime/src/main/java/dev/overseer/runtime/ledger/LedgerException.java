package dev.overseer.runtime.ledger;

import java.io.Serial;

/** The ledger cannot be read or written. Nothing is written to AWS until it can. */
public final class LedgerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes a message that names the ledger and says what to do. */
    public LedgerException(String message) {
        super(message);
    }

    /** Takes a message that names the ledger and says what to do. */
    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
