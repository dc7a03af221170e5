package dev.overseer.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which incidents leave is given for, and why. */
final class ReleaseOptions {
    private static final int MOST = 1_000_000;

    @Parameters(arity = "0..*", paramLabel = "INCIDENT", description = "The incidents' ids.")
    private List<String> incidents = List.of();

    @Option(
            names = "--control",
            paramLabel = "CONTROL",
            description = "In place of ids: all that wait under this control.")
    private @Nullable String control;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "With --control: only those in this account.")
    private @Nullable String account;

    @Option(names = "--max", paramLabel = "N", description = "With --control: at most so many. Default: 1000.")
    private int most = 1000;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, for those who read the ledger.")
    private String reason = "";

    /**
     * Makes sure that it is clear which incidents are meant.
     *
     * @throws UsageException if not
     */
    void check() {
        if (incidents.isEmpty() == (control == null)) {
            throw new UsageException("Name either incidents by their ids, or all of a control by --control");
        }
        account().ifPresent(RoleOptions::requireAccount);
        if (account != null && control == null) {
            throw new UsageException("--account goes with --control");
        }
        if (most < 1 || most > MOST) {
            throw new UsageException("--max must be from 1 to %,d, not %d".formatted(MOST, most));
        }
        if (reason.isBlank()) {
            throw new UsageException("--reason is empty. Say why: it is what the ledger will show");
        }
    }

    List<String> incidents() {
        return incidents;
    }

    Optional<String> control() {
        return Optional.ofNullable(control);
    }

    Optional<String> account() {
        return Optional.ofNullable(account);
    }

    int most() {
        return most;
    }

    String reason() {
        return reason;
    }
}
