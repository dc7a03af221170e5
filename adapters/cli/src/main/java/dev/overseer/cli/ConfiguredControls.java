package dev.overseer.cli;

import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.KillSwitches;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.KillSwitch;
import dev.overseer.runtime.decision.Mandate;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** What becomes of the installed controls and of a policy under a configuration. */
final class ConfiguredControls {
    private ConfiguredControls() {}

    /** Returns the controls as the operator wants them. */
    static PluginCatalog of(PluginCatalog installed, Optional<Configuration> configuration) {
        return configuration.map(file -> installed.configured(file.rules())).orElse(installed);
    }

    /**
     * Returns a policy with the kill switch that its configuration names.
     *
     * @param parameters asked only if the kill switch is a parameter, and something is about to be written
     */
    static Mandate mandate(
            DecisionPolicy policy, PluginCatalog installed, Supplier<ParameterStore> parameters, Clock clock) {
        KillSwitch killSwitch = policy.rules()
                .map(rules -> new KillSwitches(installed, parameters, clock).at(rules.killSwitch()))
                .orElse(KillSwitch.NONE);
        return new Mandate(policy, killSwitch);
    }
}
