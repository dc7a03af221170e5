package dev.overseer.runtime.decision;

import dev.overseer.api.ResourceRef;
import java.util.Optional;

/**
 * Stops all writes, or those of a scope, at once and without a new configuration. Asked before each write; an answer may be
 * up to 60 s old. Safe for several threads.
 */
public interface KillSwitch {
    /** Never thrown: for hosts for which none is configured. */
    KillSwitch NONE = (control, target) -> Optional.empty();

    /** Returns who stops a control's writes to a target, and why; a switch that cannot be read is thrown. */
    Optional<Stop> thrown(String control, ResourceRef target);
}
