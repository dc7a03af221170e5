package dev.overseer.cli;

import dev.overseer.runtime.aws.NoRoleException;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/** Which controls may write. */
final class EnforceOptions {
    private static final String MODE = "OVERSEER_MODE";
    private static final String NAMES = "OVERSEER_ENFORCE";
    private static final String EVERY_CONTROL = "*";

    @Option(
            names = "--enforce",
            arity = "0..1",
            fallbackValue = EVERY_CONTROL,
            split = ",",
            paramLabel = "CONTROL",
            description =
                    "Put right what is wrong, instead of saying what would be done: under all controls, or under those"
                            + " that are named. " + MODE + "=off or dry-run in the environment prevails.")
    private List<String> controls = List.of();

    /**
     * Returns the policy of a host that somebody calls: it writes only where the option says so.
     *
     * @throws UsageException if the option or the environment is wrong
     */
    DecisionPolicy policy(PluginCatalog catalog, Optional<Configuration> configuration, Terminal terminal) {
        DecisionPolicy asked = controls.isEmpty() && configuration.isPresent()
                ? ofFile(configuration).under(new Vote(Mode.DRY_RUN, new Provenance("without --enforce")))
                : asked(controls, catalog, ofFile(configuration), new Provenance("--enforce"));
        return underEnvironment(asked, terminal);
    }

    /**
     * Returns the policy of a host that is left alone. It does not enforce whatever is installed: the configuration lists
     * the controls, or the option or the environment names them.
     *
     * @throws UsageException if the option or the environment is wrong
     */
    DecisionPolicy unattendedPolicy(PluginCatalog catalog, Optional<Configuration> configuration, Terminal terminal) {
        List<String> named = controls.isEmpty() ? ofEnvironment(terminal) : controls;
        if (named.contains(EVERY_CONTROL)) {
            throw new UsageException("A worker enforces only what is named: --enforce=CONTROL,… or " + NAMES);
        }
        Provenance said = new Provenance(controls.isEmpty() ? NAMES : "--enforce");
        return underEnvironment(asked(named, catalog, ofFile(configuration), said), terminal);
    }

    /** Returns what the environment says about everything. */
    static Optional<Vote> vote(Terminal terminal) {
        try {
            return terminal.variable(MODE).map(Mode::named).map(mode -> new Vote(mode, new Provenance(MODE)));
        } catch (IllegalArgumentException unknown) {
            throw new UsageException("%s: %s".formatted(MODE, unknown.getMessage()));
        }
    }

    /**
     * Says as whom and where something will be written, before anything is done.
     *
     * @throws UsageException if that cannot be told
     */
    void announce(
            PluginCatalog catalog,
            DecisionPolicy policy,
            Optional<Configuration> configuration,
            AwsAccess aws,
            RoleOptions.Chosen role,
            Terminal terminal) {
        configuration.ifPresent(file -> announce(catalog, file, terminal));
        if (isHeldBack(terminal)) {
            terminal.err().println("overseer: nothing is enforced, since " + MODE + " holds it back");
        }
        List<String> enforced = catalog.controls().stream()
                .filter(control -> control.descriptor().announceOnly().isEmpty())
                .map(RegisteredControl::id)
                .filter(policy.offUnlessListed(catalog.offUnlessListed())::mayEnforce)
                .toList();
        if (!enforced.isEmpty()) {
            CallerIdentity.Caller caller = caller(aws);
            terminal.err()
                    .println("Enforcing %s as %s in account %s, %s%s"
                            .formatted(
                                    String.join(", ", enforced),
                                    caller.arn(),
                                    caller.account(),
                                    aws.region()
                                            .map(region -> "region " + region)
                                            .orElse("in the regions that the events name"),
                                    role.role()
                                            .map(assumed ->
                                                    ", through the role %s (%s)".formatted(assumed.arn(), role.said()))
                                            .orElse("")));
        }
    }

    private static void announce(PluginCatalog catalog, Configuration configuration, Terminal terminal) {
        terminal.err().println("Configuration: %s, SHA-256 %s".formatted(configuration.source(), configuration.hash()));
        List<String> unlisted = unlisted(catalog, configuration);
        if (!unlisted.isEmpty()) {
            terminal.err().println("new, not enforced: " + String.join(", ", unlisted));
        }
    }

    /** Returns the installed controls that a configuration says nothing about. */
    static List<String> unlisted(PluginCatalog catalog, Configuration configuration) {
        return catalog.controls().stream()
                .map(RegisteredControl::id)
                .filter(id -> !configuration.rules().controls().containsKey(id))
                .toList();
    }

    private boolean isHeldBack(Terminal terminal) {
        return (!controls.isEmpty() || terminal.variable(NAMES).isPresent())
                && vote(terminal).map(vote -> vote.mode() != Mode.ENFORCE).orElse(false);
    }

    private static CallerIdentity.Caller caller(AwsAccess aws) {
        try {
            return aws.caller().caller();
        } catch (NoRoleException | SdkException unknown) {
            throw new UsageException("Nothing is enforced, since it cannot be told as whom: " + unknown.getMessage());
        }
    }

    private static List<String> ofEnvironment(Terminal terminal) {
        return terminal.variable(NAMES).map(names -> List.of(names.split(","))).orElse(List.of());
    }

    private static DecisionPolicy ofFile(Optional<Configuration> configuration) {
        return configuration.map(file -> DecisionPolicy.of(file.rules())).orElseGet(DecisionPolicy::dryRun);
    }

    private static DecisionPolicy asked(
            List<String> named, PluginCatalog catalog, DecisionPolicy policy, Provenance said) {
        if (named.isEmpty()) {
            return policy;
        }
        if (named.contains(EVERY_CONTROL)) {
            return policy.asking(Optional.empty(), said);
        }
        ControlFilter.requireKnown(catalog, named);
        return policy.asking(Optional.of(Set.copyOf(named)), said);
    }

    private static DecisionPolicy underEnvironment(DecisionPolicy policy, Terminal terminal) {
        return vote(terminal).map(policy::under).orElse(policy);
    }
}
