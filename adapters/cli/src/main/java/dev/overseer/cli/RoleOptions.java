package dev.overseer.cli;

import dev.overseer.runtime.aws.TargetRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom targets are worked on. */
final class RoleOptions {
    private static final String ROLE = "OVERSEER_ROLE";
    private static final String EXTERNAL_ID = "OVERSEER_EXTERNAL_ID";
    private static final String ACCOUNTS = "OVERSEER_ACCOUNTS";

    @Option(
            names = "--role",
            paramLabel = "ARN",
            description =
                    "Work on each target as this role of its account, in a session that may do only what the control"
                            + " declares, such as arn:{partition}:iam::{account}:role/OverseerTarget. Default: " + ROLE
                            + ", else the caller's own credentials in the caller's own account.")
    private @Nullable String role;

    @Option(
            names = "--external-id",
            paramLabel = "ID",
            description = "What the role's trust asks for. Default: " + EXTERNAL_ID + ".")
    private @Nullable String externalId;

    @Option(
            names = "--accounts",
            paramLabel = "ACCOUNT",
            split = ",",
            description =
                    "Work only in these accounts. Default: " + ACCOUNTS + ", else wherever the role can be assumed.")
    private List<String> accounts = List.of();

    /**
     * Returns the role; empty if none is configured.
     *
     * @throws UsageException if what is configured cannot be right
     */
    Optional<TargetRole> role(Terminal terminal) {
        Optional<String> arn = Optional.ofNullable(role).or(() -> terminal.variable(ROLE));
        Optional<String> id = Optional.ofNullable(externalId).or(() -> terminal.variable(EXTERNAL_ID));
        List<String> allowed = accounts.isEmpty()
                ? terminal.variable(ACCOUNTS)
                        .map(text -> List.of(text.split(",")))
                        .orElse(List.of())
                : accounts;
        if (arn.isEmpty() && (id.isPresent() || !allowed.isEmpty())) {
            throw new UsageException(
                    "An external id or accounts are given, but no role that they are for. Add --role, or set " + ROLE);
        }
        try {
            return arn.map(name ->
                    new TargetRole(name, id, allowed.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(allowed))));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }
}
