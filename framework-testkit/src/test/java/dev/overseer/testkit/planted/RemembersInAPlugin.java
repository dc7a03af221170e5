package dev.overseer.testkit.planted;

import dev.overseer.api.Control;
import dev.overseer.api.RemediationPlugin;
import java.util.List;
import java.util.Map;

/** Keeps state in a map that never changes itself. */
public final class RemembersInAPlugin implements RemediationPlugin {
    private final Map<String, String> memory;

    /** Takes the map from outside. */
    public RemembersInAPlugin(Map<String, String> memory) {
        this.memory = memory;
    }

    @Override
    public String service() {
        return memory.getOrDefault("service", "glue");
    }

    @Override
    public List<Control<?>> controls() {
        return List.of();
    }
}
