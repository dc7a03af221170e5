package dev.overseer.cli;

import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which controls may write. */
final class EnforceOptions {
    private static final String VARIABLE = "OVERSEER_MODE";
    private static final String EVERY_CONTROL = "*";

    @Option(
            names = "--enforce",
            arity = "0..1",
            fallbackValue = EVERY_CONTROL,
            split = ",",
            paramLabel = "CONTROL",
            description =
                    "Put right what is wrong, instead of saying what would be done: under all controls, or under those"
                            + " that are named. " + VARIABLE + "=off or dry-run in the environment prevails.")
    private List<String> controls = List.of();

    /**
     * Returns the policy that follows from the option and the environment.
     *
     * @throws UsageException if one of them is wrong
     */
    DecisionPolicy policy(PluginCatalog catalog, Terminal terminal) {
        DecisionPolicy asked = asked(catalog);
        return vote(terminal).map(asked::under).orElse(asked);
    }

    /** Returns whether the environment holds back what the option asks for. */
    boolean isHeldBack(Terminal terminal) {
        return !controls.isEmpty()
                && vote(terminal).map(mode -> mode != Mode.ENFORCE).orElse(false);
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
            return terminal.variable(VARIABLE).map(Mode::named);
        } catch (IllegalArgumentException unknown) {
            throw new UsageException("%s: %s".formatted(VARIABLE, unknown.getMessage()));
        }
    }
}
