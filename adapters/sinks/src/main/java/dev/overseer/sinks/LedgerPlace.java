package dev.overseer.sinks;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the SQLite ledger is unless the operator says otherwise. */
public final class LedgerPlace {
    private static final Path LEDGER = Path.of("overseer", "ledger.db");

    private LedgerPlace() {}

    /**
     * Returns {@code $XDG_STATE_HOME/overseer/ledger.db}, or {@code ~/.local/state/overseer/ledger.db} where that variable
     * is not set. A relative path in it is ignored, as the <a
     * href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base Directory Specification</a> says.
     *
     * @param environment the process's variables
     * @param home the user's home directory
     */
    public static Path standard(Map<String, String> environment, Path home) {
        return Optional.ofNullable(environment.get("XDG_STATE_HOME"))
                .filter(value -> !value.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> home.resolve(".local").resolve("state"))
                .resolve(LEDGER);
    }
}
