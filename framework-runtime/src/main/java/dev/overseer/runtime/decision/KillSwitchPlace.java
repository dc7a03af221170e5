package dev.overseer.runtime.decision;

import java.nio.file.Path;
import java.util.List;

/** Where the kill switch is. */
public sealed interface KillSwitchPlace {

    /** In the configuration itself: thrown for these scopes, not at all if there are none. */
    record Here(List<Stop> stops) implements KillSwitchPlace {
        public Here {
            stops = List.copyOf(stops);
        }
    }

    /** In a file, which need not exist. */
    record InFile(Path path) implements KillSwitchPlace {}

    /** In a parameter of the Systems Manager's Parameter Store, in the host's own account. */
    record InParameter(String name) implements KillSwitchPlace {}
}
