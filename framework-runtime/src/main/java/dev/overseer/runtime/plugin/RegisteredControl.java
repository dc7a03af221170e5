package dev.overseer.runtime.plugin;

import dev.overseer.api.Check;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.decision.ControlRule;
import java.util.List;

/**
 * A control that keeps its contract, with the answers that it is asked for once.
 *
 * @param <R> the resource, as in {@link Control}
 * @param service the service that its plugin is for, such as {@code glue}
 * @param checks all that it has
 * @param switchedOn those that are asked
 */
public record RegisteredControl<R>(
        String service,
        Control<R> control,
        ControlDescriptor descriptor,
        List<Check<R>> checks,
        List<Check<R>> switchedOn) {

    public RegisteredControl {
        checks = List.copyOf(checks);
        switchedOn = List.copyOf(switchedOn);
    }

    /** Registers a control of which the operator has said nothing. */
    RegisteredControl(String service, Control<R> control, ControlDescriptor descriptor, List<Check<R>> checks) {
        this(
                service,
                control,
                descriptor,
                checks,
                checks.stream().filter(Check::onByDefault).toList());
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

    /** Returns this control with the checks that the operator switches on or off, and with the operator's settings. */
    RegisteredControl<R> configured(ControlRule rule) {
        List<Check<R>> asked = checks.stream().filter(rule::asks).toList();
        return new RegisteredControl<>(
                service, control, rule.settings().map(descriptor::withSettings).orElse(descriptor), checks, asked);
    }

    /** Returns whether a sweep can come upon resources of the control: whether it says how to discover them. */
    public boolean discovers() {
        try {
            return control.getClass()
                            .getMethod("discover", ControlContext.class)
                            .getDeclaringClass()
                    != Control.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("a control has no method that its interface has", impossible);
        }
    }

    /** Returns the control's id. */
    public String id() {
        return descriptor.id();
    }
}
