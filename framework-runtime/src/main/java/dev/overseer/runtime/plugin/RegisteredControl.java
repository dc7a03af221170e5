package dev.overseer.runtime.plugin;

import dev.overseer.api.Check;
import dev.overseer.api.Control;
import dev.overseer.api.ControlDescriptor;
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

    /** Returns the control's id. */
    public String id() {
        return descriptor.id();
    }
}
