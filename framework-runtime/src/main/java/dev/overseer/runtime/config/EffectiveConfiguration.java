package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What applies, be it said or not, and who said it. Made for people; what it prints is a configuration again. */
public final class EffectiveConfiguration {
    /** The path of the ceiling. */
    private static final String CEILING = "mode";

    private static final Rules UNSAID = new Rules(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of(),
            Limits.STANDARD,
            new KillSwitchPlace.Here(List.of()));

    private final Optional<Configuration> configuration;
    private final Rules rules;
    private final Vote ceiling;
    private final ObjectNode tree;

    /**
     * @param configuration empty if there is none
     * @param installed the controls as their plugins declare them
     * @param vote over everything, from outside of the configuration
     */
    public EffectiveConfiguration(Optional<Configuration> configuration, PluginCatalog installed, Optional<Vote> vote) {
        this.configuration = configuration;
        this.rules = configuration.map(Configuration::rules).orElse(UNSAID);
        Vote said = rules.ceiling().orElse(new Vote(Mode.ENFORCE, Provenance.DEFAULT));
        this.ceiling = vote.map(other -> Vote.mostCareful(said, other)).orElse(said);
        this.tree = new EffectiveTree(rules, ceiling.mode(), installed).of(configuration);
    }

    /** A single value, by its path. */
    public record Value(String path, JsonNode value, Provenance said) {}

    /** Returns all single values, in the order of {@link #yaml}. */
    public List<Value> values() {
        List<Value> values = new ArrayList<>();
        collect("", tree, values);
        return values;
    }

    /** Returns a configuration as YAML, with a comment behind each value that says where it comes from. */
    public String yaml() {
        return String.join("\n", new YamlLines(this::said).of(tree)) + "\n";
    }

    private void collect(String path, JsonNode node, List<Value> to) {
        if (node.isEmpty()) {
            to.add(new Value(path, node, said(path)));
        } else if (node.isObject()) {
            node.properties().forEach(entry -> collect(Place.below(path, entry.getKey()), entry.getValue(), to));
        } else {
            for (int index = 0; index < node.size(); index++) {
                collect("%s[%d]".formatted(path, index), node.path(index), to);
            }
        }
    }

    private Provenance said(String path) {
        if (path.equals(CEILING)) {
            return ceiling.said();
        }
        return configuration.map(file -> said(file, path)).orElse(Provenance.DEFAULT);
    }

    /** What is said of a list from outside of the file holds for its items. */
    private Provenance said(Configuration file, String path) {
        int item = path.lastIndexOf('[');
        Provenance own = file.said(path);
        boolean unlisted = path.startsWith("controls.") && path.endsWith(".mode") && own.equals(Provenance.DEFAULT);
        if (unlisted && !rules.controls().containsKey(path.split("\\.", -1)[1])) {
            return new Provenance("not listed under controls");
        }
        return own.equals(Provenance.DEFAULT) && item > 0 ? file.said(path.substring(0, item)) : own;
    }
}
