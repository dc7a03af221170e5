package dev.overseer.runtime.plugin;

import dev.overseer.api.Check;
import dev.overseer.api.Control;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.decision.ControlRule;
import java.util.List;

/**
 * A control that keeps its contract, with the answers that it is asked for once.
 *
 * @param <R> the resource, as in {@link Control}
 * @param service the service that its plugin is for, such as {@code glue}
 */
public record RegisteredControl<R>(
        String service, Control<R> control, ControlDescriptor descriptor, List<Check<R>> checks) {

    public RegisteredControl {
        checks = List.copyOf(checks);
    }

    /**
     * Returns the control's settings.
     *
     * @throws IllegalArgumentException if its descriptor declares none of this type
     */
    public <T extends Record> T settings(Class<T> type) {
        return descriptor
                .settings()
                .filter(type::isInstance)
                .map(type::cast)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Control %s declares no settings of type %s. Add settings(new %s(…)) to its descriptor."
                                .formatted(id(), type.getSimpleName(), type.getSimpleName())));
    }

    /** Returns this control without the checks that are switched off, and with the operator's settings. */
    RegisteredControl<R> configured(ControlRule rule) {
        List<Check<R>> switchedOn = checks.stream()
                .filter(check -> rule.checks().getOrDefault(check.id(), true))
                .toList();
        return new RegisteredControl<>(service, control, withSettings(rule), switchedOn);
    }

    private ControlDescriptor withSettings(ControlRule rule) {
        return new ControlDescriptor(
                descriptor.id(),
                descriptor.title(),
                descriptor.severity(),
                descriptor.patterns(),
                descriptor.reads(),
                descriptor.writes(),
                descriptor.pace(),
                descriptor.deadline(),
                descriptor.masked(),
                rule.settings().or(descriptor::settings));
    }

    /** Returns the control's id. */
    public String id() {
        return descriptor.id();
    }
}
