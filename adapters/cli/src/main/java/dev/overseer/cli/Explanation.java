package dev.overseer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overseer.cli.report.ListedExemption;
import dev.overseer.runtime.config.Configuration;
import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Exemption;
import dev.overseer.runtime.decision.KillSwitchPlace;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Rules;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.decision.Stop;
import dev.overseer.runtime.engine.Durations;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What applies to a control in one place, in the order of decision.
 *
 * @param control the control's id
 * @param outOfScope what leaves the place out, and where that is said; empty if it is one in which to work
 * @param switchedOff the ids of checks
 * @param exemptions in force that may cover a target there
 */
record Explanation(
        String control,
        String account,
        String region,
        Ruling ruling,
        Optional<String> outOfScope,
        List<String> switchedOff,
        List<Exemption> exemptions,
        ControlRule rule,
        KillSwitchPlace killSwitch,
        Limits limits,
        Instant now) {

    static Explanation of(
            DecisionPolicy policy,
            Optional<Configuration> configuration,
            RegisteredControl<?> control,
            String account,
            String region,
            Instant now) {
        ControlRule rule = policy.rule(control.id());
        return new Explanation(
                control.id(),
                account,
                region,
                policy.ruling(control.id(), account, region),
                configuration.flatMap(file -> outOfScope(file, account, region)),
                control.checks().stream()
                        .filter(check -> !rule.asks(check))
                        .map(check -> check.id())
                        .toList(),
                policy.rules().map(Rules::exemptions).orElse(List.of()).stream()
                        .filter(exemption -> exemption.concerns(control.id()) && exemption.isInForce(now))
                        .filter(exemption -> !exemption.needsTags() || rule.exemptByTag())
                        .toList(),
                rule,
                policy.rules().map(Rules::killSwitch).orElse(new KillSwitchPlace.Here(List.of())),
                policy.rules().map(Rules::limits).orElse(Limits.STANDARD),
                now);
    }

    private static Optional<String> outOfScope(Configuration file, String account, String region) {
        return leftOut(file, "accounts.allow", file.rules().accounts(), account)
                .or(() -> leftOut(file, "regions.allow", file.rules().regions(), region));
    }

    private static Optional<String> leftOut(
            Configuration file, String path, Optional<Set<String>> allowed, String name) {
        return allowed.filter(names -> !names.contains(name)).map(_ -> "%s, %s".formatted(path, file.said(path)));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String place = "%s in %s %s: ".formatted(control, account, region);
        String mode = "%s (%s)".formatted(ruling.mode().configurationName(), ruling.said());
        // Off comes before the scope, as in decisions
        if (outOfScope.isEmpty() || ruling.mode() == Mode.OFF) {
            lines.add(place + mode);
        } else {
            lines.add(place + "out of scope (%s)".formatted(outOfScope.get()));
            lines.add("    mode         " + mode);
        }
        if (!switchedOff.isEmpty()) {
            lines.add("    checks off   " + String.join(", ", switchedOff));
        }
        exemptions.forEach(exemption -> lines.add("    exempt       " + text(exemption)));
        lines.add("    kill switch  " + text(killSwitch));
        lines.add("    limits       " + text(limits));
        lines.add("    grace        " + Durations.text(rule.grace()));
        lines.add("    approval     " + (rule.approval() ? "a person releases each" : "not needed"));
        lines.add("    run, scan    write only with --enforce");
        return lines.stream().map(Printable::line).toList();
    }

    ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("schema", "overseer/explanation/1");
        document.put("control", control).put("account", account).put("region", region);
        document.put("mode", ruling.mode().configurationName());
        document.put("said", ruling.said().text());
        document.put("inScope", outOfScope.isEmpty());
        outOfScope.ifPresent(said -> document.put("outOfScope", said));
        switchedOff.forEach(document.putArray("checksOff")::add);
        ArrayNode covering = document.putArray("exemptions");
        exemptions.forEach(exemption -> covering.addObject()
                .put("subject", ListedExemption.of(exemption).subject())
                .put("reason", exemption.reason())
                .put("owner", exemption.owner())
                .put("until", exemption.until().toString())
                .put("said", exemption.said().text()));
        document.put("killSwitch", text(killSwitch));
        document.putObject("limits")
                .put("perControlAccountHour", limits.perControlAccountHour())
                .put("perControlHour", limits.perControlHour())
                .put("perHour", limits.perHour())
                .put("firstEnforcement", limits.firstEnforcement())
                .put("failuresInARow", limits.failuresInARow());
        document.put("grace", rule.grace().toString());
        return document.put("approval", rule.approval());
    }

    private String text(Exemption exemption) {
        Duration left = Duration.between(now, exemption.until());
        return "%s, %d days left, %s: %s (%s)"
                .formatted(
                        ListedExemption.of(exemption).subject(),
                        left.toDays(),
                        exemption.owner(),
                        exemption.reason(),
                        exemption.said());
    }

    private String text(KillSwitchPlace place) {
        return switch (place) {
            case KillSwitchPlace.Here(List<Stop> stops) ->
                stops.stream()
                        .filter(stop -> stop.covers(control, account, region))
                        .findFirst()
                        .map(stop -> "on, by %s: %s".formatted(stop.by(), stop.reason()))
                        .orElse("off");
            case KillSwitchPlace.InFile(Path path) -> "file:%s, asked before each write".formatted(path);
            case KillSwitchPlace.InParameter(String name) -> "ssm:%s, asked before each write".formatted(name);
        };
    }

    private static String text(Limits limits) {
        return "%d an hour in this account, %d in all, %d of all controls; the first %d in an account, then a release"
                .formatted(
                        limits.perControlAccountHour(),
                        limits.perControlHour(),
                        limits.perHour(),
                        limits.firstEnforcement());
    }
}
