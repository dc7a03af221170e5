package dev.overseer.runtime.config;

import static dev.overseer.runtime.config.Key.optional;
import static dev.overseer.runtime.config.Key.required;

import dev.overseer.runtime.config.Section.Values;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.ScopeRule;
import dev.overseer.runtime.decision.Vote;
import java.util.List;
import java.util.Set;

/** A mode for a part of the estate. */
final class ScopeShape {
    private static final String INSTEAD = "Name some, or remove it to mean all";

    private static final Key<List<String>> ACCOUNTS =
            optional("accounts", new ListOf<>(Words.account(), 1, INSTEAD), "In these accounts. Default: all");
    private static final Key<List<String>> REGIONS =
            optional("regions", new ListOf<>(Words.region(), 1, INSTEAD), "In these regions. Default: all");
    private static final Key<Mode> MODE =
            required("mode", Words.mode(), "how far the controls may go there, as off, dry-run or enforce");

    private final Key<List<String>> controls;

    private ScopeShape(InstalledControls installed) {
        controls = optional("controls", new ListOf<>(installed.word(), 1, INSTEAD), "These controls. Default: all");
    }

    static Shape<ScopeRule> of(InstalledControls installed) {
        ScopeShape scope = new ScopeShape(installed);
        return new Section<>(List.of(scope.controls, ACCOUNTS, REGIONS, MODE), scope::requirePlace, scope::rule);
    }

    private void requirePlace(Values values) {
        if (!values.has(controls) && !values.has(ACCOUNTS) && !values.has(REGIONS)) {
            values.place().problem("names no part of the estate. Add controls, accounts or regions");
        }
    }

    private ScopeRule rule(Values values) {
        return new ScopeRule(
                Set.copyOf(values.get(controls).orElse(List.of())),
                Set.copyOf(values.get(ACCOUNTS).orElse(List.of())),
                Set.copyOf(values.get(REGIONS).orElse(List.of())),
                new Vote(values.require(MODE), values.place(MODE).said()));
    }
}
