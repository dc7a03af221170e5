package dev.overseer.cli;

import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.Provenance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom targets are worked on. */
final class RoleOptions {
    private static final String ROLE = "OVERSEER_ROLE";
    private static final String EXTERNAL_ID = "OVERSEER_EXTERNAL_ID";
    private static final String ACCOUNTS = "OVERSEER_ACCOUNTS";
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    @Option(
            names = "--role",
            paramLabel = "ARN",
            description =
                    "Work on each target as this role of its account, in a session that may do only what the control"
                            + " declares, such as arn:{partition}:iam::{account}:role/OverseerTarget. Default: " + ROLE
                            + ", else what the configuration says, else the caller's own credentials in the caller's own account.")
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
     * As whom targets are worked on, and who said so.
     *
     * @param role empty for the caller's own credentials
     * @param said by whom the role was named
     */
    record Chosen(Optional<TargetRole> role, Provenance said) {}

    /** A value and who said it. */
    private record Said(String value, Provenance by) {}

    /**
     * Returns the role: what an option says, else a variable, else the configuration, each for itself.
     *
     * @throws UsageException if what is configured cannot be right
     */
    Chosen role(Optional<Configuration> configuration, Terminal terminal) {
        Optional<Said> arn = said("--role", role)
                .or(() -> said(ROLE, terminal))
                .or(() -> configuration.flatMap(
                        file -> file.role().map(value -> new Said(value, file.said("accounts.role")))));
        Optional<String> id = said("--external-id", externalId)
                .or(() -> said(EXTERNAL_ID, terminal))
                .map(Said::value);
        if (arn.isEmpty()
                && (id.isPresent()
                        || (configuration.isEmpty() && narrowed(terminal).isPresent()))) {
            throw new UsageException(
                    "An external id or accounts are given, but no role that they are for. Add --role, or set " + ROLE);
        }
        Optional<String> externalIdOrFile = id.or(() -> configuration.flatMap(Configuration::externalId));
        Optional<Set<String>> accountsOrFile = narrowed(terminal)
                .map(Narrowed::accounts)
                .or(() -> configuration.flatMap(file -> file.rules().accounts()));
        try {
            return new Chosen(
                    arn.map(name -> new TargetRole(name.value(), externalIdOrFile, accountsOrFile)),
                    arn.map(Said::by).orElse(Provenance.DEFAULT));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }

    /** Returns the configuration with the accounts that an option or a variable names in place of its own. */
    Optional<Configuration> narrow(Optional<Configuration> configuration, Terminal terminal) {
        narrowed(terminal).ifPresent(said -> said.accounts().forEach(RoleOptions::requireAccount));
        return configuration.map(file -> narrowed(terminal)
                .map(said -> file.withAccounts(said.accounts(), said.by()))
                .orElse(file));
    }

    /** Accounts that somebody names outside of the configuration. */
    private record Narrowed(Set<String> accounts, Provenance by) {}

    private Optional<Narrowed> narrowed(Terminal terminal) {
        if (!accounts.isEmpty()) {
            return Optional.of(new Narrowed(Set.copyOf(accounts), new Provenance("--accounts")));
        }
        return terminal.variable(ACCOUNTS)
                .map(text -> new Narrowed(Set.copyOf(List.of(text.split(","))), new Provenance(ACCOUNTS)));
    }

    /**
     * Checks what a user names as an account.
     *
     * @throws UsageException if it cannot be one
     */
    static void requireAccount(String account) {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new UsageException("\"%s\" is not an AWS account. Write its twelve digits".formatted(account));
        }
    }

    private static Optional<Said> said(String option, @Nullable String value) {
        return Optional.ofNullable(value).map(text -> new Said(text, new Provenance(option)));
    }

    private static Optional<Said> said(String variable, Terminal terminal) {
        return terminal.variable(variable).map(text -> new Said(text, new Provenance(variable)));
    }
}
