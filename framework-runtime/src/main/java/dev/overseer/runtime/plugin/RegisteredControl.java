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

    /** Returns the control's id. */
    public String id() {
        return descriptor.id();
    }
}
