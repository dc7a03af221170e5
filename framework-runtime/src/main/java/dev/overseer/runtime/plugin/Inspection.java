package dev.overseer.runtime.plugin;

import dev.overseer.api.Check;
import dev.overseer.api.Control;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.RemediationPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks every plugin its questions, each once, and holds the answers against the rules. For one thread. */
final class Inspection {
    private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9-]*");

    private final List<PluginProblem> problems = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Claim> services = new ArrayList<>();
    private boolean incomplete;

    /** A control whose descriptor is known; {@code registered} is empty if its checks are not. */
    record Candidate(String plugin, ControlDescriptor descriptor, Optional<RegisteredControl<?>> registered) {
        String id() {
            return descriptor.id();
        }
    }

    /** A name that must be one plugin's alone. */
    private record Claim(String name, String plugin) {}

    /** Notes a plugin that could not be loaded or made. */
    void cannotLoad(String plugin, Throwable thrown) {
        incomplete = true;
        report(plugin, "Plugin %s cannot be loaded: %s. Correct or remove its jar.".formatted(plugin, causes(thrown)));
    }

    void inspect(RemediationPlugin plugin) {
        String name = plugin.getClass().getName();
        Consumer<String> report = message -> report(name, message);
        Optional<String> service = ask("Plugin " + name, "service()", plugin::service, report);
        service.ifPresent(value -> inspectService(name, value));
        Optional<List<Control<?>>> controls = ask("Plugin " + name, "controls()", plugin::controls, report);
        incomplete |= controls.isEmpty();
        controls.ifPresent(list -> inspectAll(name, service.orElse(""), list));
    }

    /** Adds what only the sight of all plugins tells. Call once, after the last plugin. */
    void compare() {
        shared(services)
                .forEach((service, plugins) -> plugins.stream()
                        .distinct()
                        .forEach(plugin -> report(
                                plugin,
                                "Service \"%s\" is claimed by the plugins %s. Remove one, or correct its service()."
                                        .formatted(service, String.join(" and ", plugins)))));
        List<Claim> ids = candidates.stream()
                .map(candidate -> new Claim(candidate.id(), candidate.plugin()))
                .toList();
        shared(ids)
                .forEach((id, plugins) -> plugins.stream()
                        .distinct()
                        .forEach(plugin -> report(
                                plugin,
                                id,
                                "Control id \"%s\" is claimed by the plugins %s. Rename one of the controls."
                                        .formatted(id, String.join(" and ", plugins)))));
    }

    List<PluginProblem> problems() {
        return problems;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    /** Returns whether the patterns of some control could not be found out. */
    boolean incomplete() {
        return incomplete;
    }

    private void inspectService(String plugin, String service) {
        services.add(new Claim(service, plugin));
        if (!SERVICE.matcher(service).matches()) {
            report(
                    plugin,
                    "Plugin %s names its service \"%s\". Use lower-case letters, digits and hyphens, such as \"glue\"."
                            .formatted(plugin, service));
        }
    }

    private void inspectAll(String plugin, String service, List<Control<?>> controls) {
        if (controls.isEmpty()) {
            report(plugin, "Plugin %s has no controls. Return at least one from controls().".formatted(plugin));
        }
        for (@Nullable Control<?> control : controls) {
            if (control == null) {
                incomplete = true;
                report(plugin, "Plugin %s returns a null among its controls(). Remove it.".formatted(plugin));
            } else {
                inspect(plugin, service, control);
            }
        }
    }

    private <R> void inspect(String plugin, String service, Control<R> control) {
        String type = control.getClass().getName();
        Consumer<String> report = message -> report(plugin, type, message);
        Optional<ControlDescriptor> descriptor = ask("Control " + type, "descriptor()", control::descriptor, report)
                .filter(answer -> isNamed(answer, type, report));
        incomplete |= descriptor.isEmpty();
        descriptor.ifPresent(answer -> inspect(plugin, service, control, answer));
    }

    private static boolean isNamed(ControlDescriptor descriptor, String type, Consumer<String> report) {
        boolean named = Objects.nonNull(descriptor.id());
        if (!named) {
            report.accept(
                    "Control %s has no id. Name it in kebab case, such as \"glue-dev-endpoint\".".formatted(type));
        }
        return named;
    }

    private <R> void inspect(String plugin, String service, Control<R> control, ControlDescriptor descriptor) {
        String id = descriptor.id();
        Consumer<String> report = message -> report(plugin, id, message);
        incomplete |= !descriptor.patterns().stream().allMatch(PatternRules::isCompilable);
        new ControlRules(descriptor).problems().forEach(report);
        StateRule.problems(id, control.getClass()).forEach(report);
        Optional<List<Check<R>>> checks = ask("Control " + id, "checks()", control::checks, report);
        checks.flatMap(list -> ask("Control " + id, "checks()", () -> CheckRules.problems(id, list), report))
                .ifPresent(broken -> broken.forEach(report));
        Optional<RegisteredControl<?>> registered = checks.filter(
                        list -> list.stream().noneMatch(Objects::isNull))
                .map(list -> new RegisteredControl<>(service, control, descriptor, list));
        candidates.add(new Candidate(plugin, descriptor, registered));
    }

    /** Returns what plugin code answers; empty, and reported, if it answers with null or throws. */
    private static <T> Optional<T> ask(
            String who, String question, Supplier<? extends @Nullable T> answer, Consumer<String> report) {
        try {
            Optional<T> given = Optional.ofNullable(answer.get());
            if (given.isEmpty()) {
                report.accept("%s returns null from %s. Return what its Javadoc asks for.".formatted(who, question));
            }
            return given;
        } catch (RuntimeException | LinkageError | AssertionError thrown) {
            // A LinkageError is how a plugin fails that was compiled against another version of the API.
            report.accept("%s throws from %s: %s. Return a fixed answer.".formatted(who, question, causes(thrown)));
            return Optional.empty();
        }
    }

    private void report(String plugin, String message) {
        problems.add(new PluginProblem(plugin, Optional.empty(), message));
    }

    private void report(String plugin, String control, String message) {
        problems.add(new PluginProblem(plugin, Optional.of(control), message));
    }

    private static SortedMap<String, List<String>> shared(List<Claim> claims) {
        SortedMap<String, List<String>> claimants = claims.stream()
                .collect(Collectors.groupingBy(
                        Claim::name, TreeMap::new, Collectors.mapping(Claim::plugin, Collectors.toList())));
        claimants.values().removeIf(plugins -> plugins.size() == 1);
        return claimants;
    }

    private static String causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining(", caused by "));
    }
}
