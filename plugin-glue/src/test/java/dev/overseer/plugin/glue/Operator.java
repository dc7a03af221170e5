package dev.overseer.plugin.glue;

import dev.overseer.runtime.config.ConfigurationReader;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.testkit.Rehearsal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an operator configures, in a rehearsal. */
final class Operator {
    private Operator() {}

    /** Returns a rehearsal in a scene under a configuration, as {@code overseer.yaml} has it. */
    static Rehearsal configures(Scene scene, String yaml) {
        PluginCatalog catalog = PluginCatalog.of(List.of(new GluePlugin()));
        Rules rules = new ConfigurationReader(catalog, scene.clock)
                .read(yaml.getBytes(StandardCharsets.UTF_8), "overseer.yaml")
                .rules();
        return Rehearsal.of(catalog.configured(rules), scene.aws, scene.clock)
                .under(DecisionPolicy.of(rules).offUnlessListed(catalog.offUnlessListed()))
                .keeping(scene.ledger);
    }
}
