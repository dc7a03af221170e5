package dev.overseer.testkit;

import dev.overseer.runtime.incident.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An event that a plugin is for, and how its incidents end when everything goes well and writing is allowed.
 *
 * <pre>{@code
 * new Sample(CREATED, Kind.REMEDIATED)
 * new Sample(CREATED, Kind.PLANNED).of("glue-job")
 * new Sample(CREATED, Kind.REMEDIATED).withCheck("security-configuration-encrypts")
 * }</pre>
 *
 * @param event reports something that a simulator of the contract brings about
 * @param outcome of every incident that the event opens: one for each target
 * @param control under which; needed where the event concerns several controls of the plugin. Empty for all of them
 * @param switchedOn checks that are off by default, and on for this sample
 * @param configuration the operator's configuration, as YAML; empty for one that enforces every control
 * @param file the name of the fixture that it is; empty if it is none
 */
public record Sample(
        EventBuilder event,
        Outcome.Kind outcome,
        Optional<String> control,
        Set<String> switchedOn,
        Optional<String> configuration,
        Optional<String> file) {

    /** Copies the collections. */
    public Sample {
        switchedOn = Set.copyOf(switchedOn);
    }

    /** Makes a sample under all controls, with the checks that are on by default. */
    public Sample(EventBuilder event, Outcome.Kind outcome) {
        this(event, outcome, Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
    }

    /**
     * Returns the samples in the fixtures of a folder of the test's resources, such as {@code fixtures} for
     * {@code src/test/resources/fixtures/*.json}, in the order of their names. Those
     * that are to be ignored are none: {@link PluginContract#fixtures} is for them.
     *
     * @throws IllegalArgumentException if there is no such folder, or a file in it is not a fixture
     */
    public static List<Sample> fixtures(String folder) {
        if (!Fixture.isThere(folder)) {
            throw new IllegalArgumentException(
                    "There is no folder src/test/resources/%s. Put there what `overseer fixture` prints"
                            .formatted(folder));
        }
        return Fixture.in(folder).stream()
                .flatMap(fixture -> fixture.sample().stream())
                .toList();
    }

    /** Returns this sample under one control alone, by its id. */
    public Sample of(String id) {
        return new Sample(event, outcome, Optional.of(id), switchedOn, configuration, file);
    }

    /** Returns this sample with a check switched on, by its id. */
    public Sample withCheck(String id) {
        Set<String> more = new HashSet<>(switchedOn);
        more.add(id);
        return new Sample(event, outcome, control, more, configuration, file);
    }

    /**
     * Returns this sample under an operator's configuration, such as
     * {@code controls: {glue-job: {mode: enforce, settings: {…}}}}. As everywhere, a control that it does not enforce runs
     * dry.
     */
    public Sample under(String yaml) {
        return new Sample(event, outcome, control, switchedOn, Optional.of(yaml), file);
    }

    /** Returns this sample as the one in a fixture. */
    Sample from(Optional<String> fixture) {
        return new Sample(event, outcome, control, switchedOn, configuration, fixture);
    }

    /** Names fixture, event, control and outcome. */
    @Override
    public String toString() {
        return "%s%s (to end %s%s)"
                .formatted(
                        file.map(name -> name + ", ").orElse(""),
                        event.event(),
                        outcome,
                        control.map(id -> " under " + id).orElse(""));
    }
}
