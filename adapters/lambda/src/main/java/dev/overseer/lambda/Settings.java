package dev.overseer.lambda;

import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.sqs.QueueUrl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.regions.Region;

/**
 * What the operator says by environment variables.
 *
 * @param region {@code AWS_REGION}, which Lambda sets: the function's own
 * @param ceiling {@code OVERSEER_MODE}: how far any control may go
 * @param enforced {@code OVERSEER_ENFORCE}: the ids of the controls that may write
 * @param queueUrl {@code OVERSEER_QUEUE_URL}: where incidents wait
 * @param schedulerRole {@code OVERSEER_SCHEDULER_ROLE}: as whom EventBridge Scheduler sends to the queue
 * @param role {@code OVERSEER_ROLE} and {@code OVERSEER_EXTERNAL_ID}: the role to assume in a target's account
 * @param scope {@code OVERSEER_ACCOUNTS} and {@code OVERSEER_REGIONS}
 */
record Settings(
        Region region,
        Optional<Mode> ceiling,
        Set<String> enforced,
        Optional<QueueUrl> queueUrl,
        Optional<String> schedulerRole,
        TargetRole role,
        Scope scope) {
    Settings {
        enforced = Set.copyOf(enforced);
    }

    /**
     * Reads a function's environment. A variable that is blank counts as not set.
     *
     * @throws SettingsException if anything is wrong; it lists all problems
     */
    static Settings read(Map<String, String> environment, PluginCatalog catalog) {
        return new SettingsReader(environment, catalog).read();
    }

    /** Returns what may be written: nothing unless controls are named. */
    DecisionPolicy policy() {
        DecisionPolicy named = enforced.isEmpty() ? DecisionPolicy.dryRun() : DecisionPolicy.enforceOnly(enforced);
        return ceiling.map(mode -> named.under(new Vote(mode, new Provenance("OVERSEER_MODE"))))
                .orElse(named);
    }

    /** Returns the ids of the controls that may write, in order. */
    List<String> writing() {
        DecisionPolicy policy = policy();
        return enforced.stream().filter(policy::mayEnforce).sorted().toList();
    }
}
