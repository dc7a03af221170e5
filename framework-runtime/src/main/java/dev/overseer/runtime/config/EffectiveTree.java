package dev.overseer.runtime.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.Exemption.Subject;
import dev.overseer.runtime.decision.Glob;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.decision.ScopeRule;
import dev.overseer.runtime.decision.Stop;
import dev.overseer.runtime.decision.Vote;
import dev.overseer.runtime.event.EventMatch;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.NotifySettings;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Writes rules down in the form of the file, with what they leave unsaid. */
final class EffectiveTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Rules rules;
    private final Mode ceiling;
    private final PluginCatalog installed;

    EffectiveTree(Rules rules, Mode ceiling, PluginCatalog installed) {
        this.rules = rules;
        this.ceiling = ceiling;
        this.installed = installed;
    }

    ObjectNode of(Optional<Configuration> configuration) {
        ObjectNode tree = JSON.objectNode().put("mode", ceiling.configurationName());
        putAccounts(tree, configuration);
        rules.regions().ifPresent(allowed -> put(tree.putObject("regions"), "allow", allowed));
        ObjectNode controls = tree.putObject("controls");
        installed
                .controls()
                .forEach(control -> controls.set(
                        control.id(),
                        control(control, rules.controls().getOrDefault(control.id(), ControlRule.unsaid()))));
        ArrayNode scopes = tree.putArray("scopes");
        rules.scopes().forEach(scope -> scopes.add(scope(scope)));
        ArrayNode exemptions = tree.putArray("exemptions");
        rules.exemptions().forEach(exemption -> exemptions.add(exemption(exemption)));
        tree.set("limits", limits(rules.limits()));
        configuration.flatMap(Configuration::ledger).ifPresent(ledger -> tree.set("ledger", ledger(ledger)));
        ArrayNode notify = tree.putArray("notify");
        configuration.map(Configuration::notices).orElse(List.of()).forEach(told -> notify.add(told(told)));
        return tree;
    }

    private void putAccounts(ObjectNode tree, Optional<Configuration> configuration) {
        ObjectNode accounts = JSON.objectNode();
        rules.accounts().ifPresent(allowed -> put(accounts, "allow", allowed));
        configuration.flatMap(Configuration::role).ifPresent(role -> accounts.put("role", role));
        configuration.flatMap(Configuration::externalId).ifPresent(id -> accounts.put("externalId", id));
        if (!accounts.isEmpty()) {
            tree.set("accounts", accounts);
        }
    }

    private static ObjectNode control(RegisteredControl<?> control, ControlRule rule) {
        ObjectNode node = JSON.objectNode();
        Mode unsaid = control.descriptor().offUnlessListed() ? Mode.OFF : Mode.DRY_RUN;
        node.put("mode", rule.mode().map(Vote::mode).orElse(unsaid).configurationName());
        ObjectNode checks = node.putObject("checks");
        control.checks().forEach(check -> checks.put(check.id(), onOff(rule.asks(check))));
        node.put("grace", rule.grace().toString());
        node.put("approval", onOff(rule.approval()));
        node.put("exemptByTag", onOff(rule.exemptByTag()));
        rule.settings()
                .or(control.descriptor()::settings)
                .ifPresent(settings -> node.set("settings", SettingsJson.of(settings)));
        return node;
    }

    private static ObjectNode scope(ScopeRule scope) {
        ObjectNode node = JSON.objectNode();
        put(node, "controls", scope.controls());
        put(node, "accounts", scope.accounts());
        put(node, "regions", scope.regions());
        return node.put("mode", scope.vote().mode().configurationName());
    }

    private static ObjectNode exemption(Exemption exemption) {
        ObjectNode node = JSON.objectNode();
        exemption.control().ifPresent(id -> node.put("control", id));
        switch (exemption.subject()) {
            case Subject.Resource(Glob id) -> node.put("resource", id.text());
            case Subject.Principal(Glob arn) -> node.put("principal", arn.text());
            case Subject.Event(EventMatch pattern) -> node.put("event", pattern.json());
            case Subject.Tag(String key, String value)
            when key.indexOf('=') < 0 -> node.put("tag", "%s=%s".formatted(key, value));
            case Subject.Tag(String key, String value) ->
                node.putObject("tag").put("key", key).put("value", value);
        }
        return node.put("reason", exemption.reason())
                .put("owner", exemption.owner())
                .put("until", exemption.until().toString());
    }

    private ObjectNode limits(Limits limits) {
        ObjectNode node = JSON.objectNode();
        node.put("perControlAccountHour", limits.perControlAccountHour());
        node.put("perControlHour", limits.perControlHour());
        node.put("perHour", limits.perHour());
        node.putObject("flapping")
                .put("times", limits.flapping().times())
                .put("window", limits.flapping().window().toString());
        node.put("firstEnforcement", limits.firstEnforcement());
        node.put("failuresInARow", limits.failuresInARow());
        switch (rules.killSwitch()) {
            case KillSwitchPlace.Here(List<Stop> stops) when stops.isEmpty() -> node.put("killSwitch", "off");
            case KillSwitchPlace.Here(List<Stop> stops) -> {
                ArrayNode thrown = node.putArray("killSwitch");
                stops.forEach(stop -> thrown.add(stop(stop)));
            }
            case KillSwitchPlace.InFile(Path path) -> node.put("killSwitch", KillSwitchShape.FILE + path);
            case KillSwitchPlace.InParameter(String name) -> node.put("killSwitch", ParameterName.PREFIX + name);
        }
        return node;
    }

    private static ObjectNode stop(Stop stop) {
        ObjectNode node = JSON.objectNode();
        stop.control().ifPresent(id -> node.put("control", id));
        stop.account().ifPresent(account -> node.put("account", account));
        stop.region().ifPresent(region -> node.put("region", region));
        return node.put("by", stop.by()).put("reason", stop.reason());
    }

    private static ObjectNode ledger(LedgerSettings ledger) {
        ObjectNode node = JSON.objectNode();
        switch (ledger) {
            case LedgerSettings.Sqlite sqlite -> {
                node.put("type", "sqlite");
                sqlite.path().ifPresent(path -> node.put("path", path.toString()));
                node.put("retain", sqlite.retain().toString());
            }
            case LedgerSettings.DynamoDb dynamo -> {
                node.put("type", "dynamodb").put("table", dynamo.table());
                dynamo.region().ifPresent(region -> node.put("region", region));
                node.put("retain", dynamo.retain().toString());
            }
            case LedgerSettings.None none -> node.put("type", "none");
        }
        return node;
    }

    private static ObjectNode told(NotifySettings told) {
        ObjectNode node = JSON.objectNode();
        switch (told.destination()) {
            case Destination.Sns sns -> node.put("sns", sns.arn());
            case Destination.Ses ses -> {
                ObjectNode mail = node.putObject("ses").put("from", ses.from());
                ses.to().forEach(mail.putArray("to")::add);
                ses.region().ifPresent(region -> mail.put("region", region));
            }
            case Destination.EventBridge bus -> node.put("eventbridge", bus.bus());
        }
        ArrayNode outcomes = node.putArray("outcomes");
        told.outcomes().forEach(outcomes::add);
        if (!told.controls().isEmpty()) {
            told.controls().forEach(node.putArray("controls")::add);
        }
        return node;
    }

    private static void put(ObjectNode node, String key, Collection<String> words) {
        if (!words.isEmpty()) {
            new TreeSet<>(words).forEach(node.putArray(key)::add);
        }
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
