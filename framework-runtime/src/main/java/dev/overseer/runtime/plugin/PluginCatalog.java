package dev.overseer.runtime.plugin;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.runtime.decision.Rules;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The installed controls, and everything that is wrong with the installed plugins.
 *
 * <p>A control with a problem, and every control of a plugin with a problem, is <em>quarantined</em>: it is never asked
 * again, but its events are still recognised as far as its patterns are known, so that they are not taken for events that
 * no control wants. The other controls are <em>healthy</em>. Immutable.
 */
public final class PluginCatalog {
    private final List<PluginProblem> problems;
    private final SortedMap<String, RegisteredControl<?>> healthy;
    private final Set<String> quarantined;
    private final List<ControlDescriptor> routable;
    private final boolean incomplete;

    private PluginCatalog(PluginCatalog other, Rules rules) {
        problems = other.problems;
        quarantined = other.quarantined;
        routable = other.routable;
        incomplete = other.incomplete;
        healthy = new TreeMap<>(other.healthy);
        healthy.replaceAll((id, control) -> Optional.ofNullable(rules.controls().get(id))
                .<RegisteredControl<?>>map(control::configured)
                .orElse(control));
    }

    private PluginCatalog(Inspection inspection) {
        inspection.compare();
        problems = inspection.problems().stream()
                .sorted(Comparator.comparing(PluginProblem::plugin)
                        .thenComparing(problem -> problem.control().orElse("")))
                .toList();
        healthy = new TreeMap<>();
        quarantined = new TreeSet<>();
        for (Inspection.Candidate candidate : inspection.candidates()) {
            Optional<RegisteredControl<?>> registered = candidate.registered().filter(control -> isHealthy(candidate));
            registered.ifPresentOrElse(
                    control -> healthy.put(candidate.id(), control), () -> quarantined.add(candidate.id()));
        }
        routable = routable(inspection.candidates());
        incomplete = inspection.incomplete();
    }

    /**
     * Finds the plugins that are named in {@code META-INF/services} files on the loader's class path. One that cannot be
     * loaded or made is a problem; the others are found all the same.
     */
    public static PluginCatalog load(ClassLoader loader) {
        return load(loader, plugin -> true);
    }

    /** Does the same, but passes over plugins that are not wanted as if they were not installed. */
    public static PluginCatalog load(ClassLoader loader, Predicate<RemediationPlugin> wanted) {
        Inspection inspection = new Inspection();
        new PluginSource(loader)
                .forEach(
                        plugin -> {
                            if (isWanted(plugin, wanted)) {
                                inspection.inspect(plugin);
                            }
                        },
                        inspection::cannotLoad);
        return new PluginCatalog(inspection);
    }

    /** A plugin that cannot even be asked is inspected, so that its problem is reported. */
    private static boolean isWanted(RemediationPlugin plugin, Predicate<RemediationPlugin> wanted) {
        try {
            return wanted.test(plugin);
        } catch (RuntimeException broken) {
            return true;
        }
    }

    /** Makes a catalog of plugins that are at hand. */
    public static PluginCatalog of(Iterable<? extends RemediationPlugin> plugins) {
        Inspection inspection = new Inspection();
        plugins.forEach(inspection::inspect);
        return new PluginCatalog(inspection);
    }

    /**
     * Returns this catalog as the operator wants it: without the checks that are switched off, and with the operator's
     * settings.
     */
    public PluginCatalog configured(Rules rules) {
        return new PluginCatalog(this, rules);
    }

    /** Returns all problems of all plugins, ordered by plugin, then by control. */
    public List<PluginProblem> problems() {
        return problems;
    }

    /** Returns the healthy controls, ordered by id. */
    public List<RegisteredControl<?>> controls() {
        return List.copyOf(healthy.values());
    }

    /** Returns the ids of the controls that are off until an operator lists them. */
    public Set<String> offUnlessListed() {
        return healthy.values().stream()
                .filter(control -> control.descriptor().offUnlessListed())
                .map(RegisteredControl::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns a healthy control. */
    public Optional<RegisteredControl<?>> find(String id) {
        return Optional.ofNullable(healthy.get(id));
    }

    /** Returns whether a control of this id is installed but quarantined. */
    public boolean quarantined(String id) {
        return quarantined.contains(id);
    }

    /**
     * Returns whether a plugin or control failed before its patterns were known: an event that no control wants may then
     * be one of its.
     */
    public boolean incomplete() {
        return incomplete;
    }

    /**
     * Returns a descriptor for every control, healthy or quarantined, that has a pattern which event-ruler understands;
     * ordered by id, one for each id. A quarantined one has only such patterns, and those of all that claim its id.
     */
    public List<ControlDescriptor> routable() {
        return routable;
    }

    private boolean isHealthy(Inspection.Candidate candidate) {
        return problems.stream().noneMatch(problem -> problem.concerns(candidate.plugin(), candidate.id()));
    }

    private static List<ControlDescriptor> routable(List<Inspection.Candidate> candidates) {
        SortedMap<String, ControlDescriptor> byId = new TreeMap<>();
        for (Inspection.Candidate candidate : candidates) {
            List<EventPattern> usable = candidate.descriptor().patterns().stream()
                    .filter(PatternRules::isCompilable)
                    .toList();
            if (!usable.isEmpty()) {
                byId.merge(candidate.id(), candidate.descriptor().withPatterns(usable), PluginCatalog::joined);
            }
        }
        return List.copyOf(byId.values());
    }

    private static ControlDescriptor joined(ControlDescriptor one, ControlDescriptor other) {
        return one.withPatterns(Stream.concat(one.patterns().stream(), other.patterns().stream())
                .distinct()
                .toList());
    }
}
