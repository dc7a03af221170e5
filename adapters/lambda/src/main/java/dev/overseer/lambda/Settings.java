package dev.overseer.lambda;

import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.config.LedgerSettings;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import dev.overseer.sqs.QueueUrl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.regions.Region;

/**
 * What the operator says by environment variables, and by a configuration if there is one.
 *
 * @param region {@code AWS_REGION}, which Lambda sets: the function's own
 * @param ceiling {@code OVERSEER_MODE}: how far any control may go
 * @param enforced {@code OVERSEER_ENFORCE}: the ids of the controls that may write
 * @param queueUrl {@code OVERSEER_QUEUE_URL}: where incidents wait
 * @param schedulerRole {@code OVERSEER_SCHEDULER_ROLE}: as whom EventBridge Scheduler sends to the queue
 * @param role {@code OVERSEER_ROLE} and {@code OVERSEER_EXTERNAL_ID}, else what the configuration says: the role to assume
 *     in a target's account
 * @param roleSaid who named the role
 * @param scope {@code OVERSEER_ACCOUNTS} and {@code OVERSEER_REGIONS}
 * @param ledger {@code OVERSEER_LEDGER_TABLE}, else what the configuration says: where incidents are kept; empty for in
 *     memory
 * @param configuration {@code OVERSEER_CONFIG}, else the file of the package; with the accounts and regions of the
 *     variables in place of its own
 */
record Settings(
        Region region,
        Optional<Mode> ceiling,
        Set<String> enforced,
        Optional<QueueUrl> queueUrl,
        Optional<String> schedulerRole,
        TargetRole role,
        Provenance roleSaid,
        Scope scope,
        Optional<LedgerSettings.DynamoDb> ledger,
        Optional<Configuration> configuration) {
    Settings {
        enforced = Set.copyOf(enforced);
    }

    /**
     * Reads a function's environment and its configuration. A variable that is blank counts as not set.
     *
     * @param parameters returns the Parameter Store of a region; asked only for a configuration that is kept there
     * @throws SettingsException if anything is wrong; it lists all problems
     */
    static Settings read(
            Map<String, String> environment, PluginCatalog catalog, Function<Region, ParameterStore> parameters) {
        return new SettingsReader(environment, catalog, parameters).read();
    }

    /** Returns what may be written: without a configuration, nothing unless controls are named. */
    DecisionPolicy policy() {
        // In memory, what a limit holds could never be released.
        DecisionPolicy without =
                ledger.isPresent() ? DecisionPolicy.dryRun().limited(Limits.STANDARD) : DecisionPolicy.dryRun();
        DecisionPolicy ofFile =
                configuration.map(file -> DecisionPolicy.of(file.rules())).orElse(without);
        DecisionPolicy named = enforced.isEmpty()
                ? ofFile
                : ofFile.asking(Optional.of(enforced), new Provenance(SettingsReader.ENFORCE));
        return ceiling.map(mode -> named.under(new Vote(mode, new Provenance(SettingsReader.MODE))))
                .orElse(named);
    }

    /** Returns the ids of the controls that may write, in order. */
    List<String> writing(PluginCatalog catalog) {
        DecisionPolicy policy = policy();
        return catalog.controls().stream()
                .map(RegisteredControl::id)
                .filter(policy::mayEnforce)
                .toList();
    }

    /** Returns the ids of the controls that a configuration says nothing about, in order. */
    List<String> unlisted(PluginCatalog catalog) {
        return configuration.stream()
                .flatMap(file -> catalog.controls().stream()
                        .map(RegisteredControl::id)
                        .filter(id -> !file.rules().controls().containsKey(id)))
                .toList();
    }
}
