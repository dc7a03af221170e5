package dev.overseer.cli;

import dev.overseer.runtime.aws.NoRoleException;
import dev.overseer.runtime.aws.TargetRole;
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
     * Returns the policy that follows from the option and the environment.
     *
     * @throws UsageException if one of them is wrong
     */
    DecisionPolicy policy(PluginCatalog catalog, Terminal terminal) {
        DecisionPolicy asked = asked(catalog);
        return vote(terminal)
                .map(mode -> asked.under(new Vote(mode, new Provenance(MODE))))
                .orElse(asked);
    }

    /** Returns whether the environment holds back what the option asks for. */
    boolean isHeldBack(Terminal terminal) {
        return !controls.isEmpty()
                && vote(terminal).map(mode -> mode != Mode.ENFORCE).orElse(false);
    }

    /**
     * Says as whom and where something will be written, before anything is done.
     *
     * @throws UsageException if that cannot be told
     */
    void announce(
            PluginCatalog catalog, DecisionPolicy policy, AwsAccess aws, Optional<TargetRole> role, Terminal terminal) {
        if (isHeldBack(terminal)) {
            terminal.err().println("overseer: nothing is enforced, since " + MODE + " holds it back");
        }
        List<String> enforced = catalog.controls().stream()
                .map(RegisteredControl::id)
                .filter(policy::mayEnforce)
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
                                    role.map(assumed -> ", through the role " + assumed.arn())
                                            .orElse("")));
        }
    }

    private static CallerIdentity.Caller caller(AwsAccess aws) {
        try {
            return aws.caller().caller();
        } catch (NoRoleException | SdkException unknown) {
            throw new UsageException("Nothing is enforced, since it cannot be told as whom: " + unknown.getMessage());
        }
    }

    /**
     * Makes sure that the controls are named, and takes them from the environment where the option is missing: a host that
     * is left alone does not enforce whatever is installed.
     *
     * @throws UsageException if all controls are asked for at once
     */
    void requireNames(Terminal terminal) {
        if (controls.isEmpty()) {
            controls = terminal.variable(NAMES)
                    .map(names -> List.of(names.split(",")))
                    .orElse(List.of());
        }
        if (controls.contains(EVERY_CONTROL)) {
            throw new UsageException("A worker enforces only what is named: --enforce=CONTROL,… or " + NAMES);
        }
    }

    private DecisionPolicy asked(PluginCatalog catalog) {
        if (controls.isEmpty()) {
            return DecisionPolicy.dryRun();
        }
        if (controls.contains(EVERY_CONTROL)) {
            return DecisionPolicy.enforceAll();
        }
        ControlFilter.requireKnown(catalog, controls);
        return DecisionPolicy.enforceOnly(Set.copyOf(controls));
    }

    private static Optional<Mode> vote(Terminal terminal) {
        try {
            return terminal.variable(MODE).map(Mode::named);
        } catch (IllegalArgumentException unknown) {
            throw new UsageException("%s: %s".formatted(MODE, unknown.getMessage()));
        }
    }
}
