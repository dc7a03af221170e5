package dev.overseer.sinks;

import java.io.Serial;
import java.sql.SQLException;

/** A row is sound, but its document is one that this release cannot read. */
final class UnreadableDocumentException extends SQLException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnreadableDocumentException(IllegalArgumentException why) {
        super(String.valueOf(why.getMessage()), why);
    }
}
