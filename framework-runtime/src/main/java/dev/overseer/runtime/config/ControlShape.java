package dev.overseer.runtime.config;

import static dev.overseer.runtime.config.Key.optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.api.Check;
import dev.overseer.runtime.config.Section.Values;
import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What may be said about one control. */
final class ControlShape {
    private static final Key<Mode> MODE =
            optional("mode", Words.mode(), "How far the control may go: off, dry-run or enforce. Default: dry-run");
    private static final Key<Duration> GRACE = optional(
            "grace",
            Words.duration(),
            "How long a violation is left to its owner, such as 2h, before it is put right. Default: not at all");
    private static final Key<Boolean> APPROVAL =
            optional("approval", Words.onOff(), "Whether a person has to release each violation. Default: off");
    private static final Key<Boolean> EXEMPT_BY_TAG =
            optional("exemptByTag", Words.onOff(), "Whether a tag on the resource may exempt it. Default: off");

    private final Key<Map<String, Boolean>> checks;
    private final Key<Record> settings;

    private ControlShape(Shape<Map<String, Boolean>> checks, Shape<Record> settings) {
        this.checks = optional("checks", checks, "Checks by id, each on or off. Default: as the control has them");
        this.settings = optional("settings", settings, "The control's own settings");
    }

    static Shape<ControlRule> of(RegisteredControl<?> control) {
        SortedMap<String, Shape<Boolean>> ids = new TreeMap<>();
        control.checks().forEach(check -> ids.put(check.id(), Words.onOff()));
        return new ControlShape(
                        new Named<>("a check of " + control.id(), ids),
                        control.descriptor()
                                .settings()
                                .<Shape<Record>>map(SettingsShape::new)
                                .orElseGet(() -> new NoSettings(control.id())))
                .section(List.<Check<?>>copyOf(control.checks()));
    }

    /** What cannot be asked for its checks and settings is not asked to do anything, either. */
    static Shape<ControlRule> quarantined(String id) {
        return new ControlShape(new Anything<>(id), new Anything<>(id)).section(List.of());
    }

    private Shape<ControlRule> section(List<Check<?>> asked) {
        return new Section<>(
                List.of(MODE, checks, GRACE, APPROVAL, EXEMPT_BY_TAG, settings), values -> rule(values, asked));
    }

    private ControlRule rule(Values values, List<Check<?>> asked) {
        ControlRule rule = rule(values);
        if (!asked.isEmpty() && asked.stream().noneMatch(rule::asks)) {
            values.place(checks).problem("switches every check off. Leave one on, or say mode: off");
        }
        return rule;
    }

    private ControlRule rule(Values values) {
        return new ControlRule(
                values.get(MODE).map(mode -> new Vote(mode, values.place(MODE).said())),
                values.get(checks).orElse(Map.of()),
                values.get(GRACE).orElse(Duration.ZERO),
                values.get(APPROVAL).orElse(false),
                values.get(EXEMPT_BY_TAG).orElse(false),
                values.get(settings),
                values.place().said());
    }

    /** The settings of a control that has none. */
    private record NoSettings(String control) implements Shape<Record> {
        @Override
        public Optional<Record> read(Place place) {
            if (!(place.yaml() instanceof Yaml.Mapping mapping)
                    || !mapping.entries().isEmpty()) {
                place.problem("has an effect on nothing: %s has no settings. Remove it".formatted(control));
            }
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            return Schemas.closedObject();
        }
    }

    /** What only a control in quarantine could judge. */
    private record Anything<T>(String control) implements Shape<T> {
        @Override
        public Optional<T> read(Place place) {
            place.warning("is not looked at: control %s is quarantined. `overseer plugins --check` says why"
                    .formatted(control));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            return Schemas.any();
        }
    }
}
