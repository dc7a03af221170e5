package dev.overseer.runtime.config;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.decision.ControlRule;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The controls that a configuration may name. */
final class InstalledControls {
    private final SortedMap<String, Shape<ControlRule>> shapes = new TreeMap<>();

    InstalledControls(PluginCatalog catalog) {
        catalog.routable().stream()
                .map(ControlDescriptor::id)
                .filter(catalog::quarantined)
                .forEach(id -> shapes.put(id, ControlShape.quarantined(id)));
        catalog.controls().forEach(control -> shapes.put(control.id(), ControlShape.of(control)));
    }

    /** Returns what may be said about each of them. */
    SortedMap<String, Shape<ControlRule>> shapes() {
        return shapes;
    }

    SortedSet<String> ids() {
        return new TreeSet<>(shapes.keySet());
    }

    Word<String> word() {
        return Words.oneOf(ids(), "an installed control");
    }
}
