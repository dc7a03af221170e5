package dev.overseer.lambda;

import java.io.Serial;
import java.util.List;

/** The function's environment variables are wrong; the message lists everything that is wrong with them. */
final class SettingsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes problems that each name a variable and say what to set it to. */
    SettingsException(List<String> problems) {
        super("The function's configuration has %d %s:%n- %s"
                .formatted(
                        problems.size(), problems.size() == 1 ? "problem" : "problems", String.join("\n- ", problems)));
    }
}
