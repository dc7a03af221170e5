package dev.overseer.cli;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.runtime.config.DidYouMean;
import dev.overseer.runtime.plugin.PluginCatalog;
import dev.overseer.runtime.plugin.RegisteredControl;
import java.util.Collection;
import java.util.List;

/** Finds controls by the ids that a user writes. */
final class ControlFilter {
    private ControlFilter() {}

    /**
     * Returns the descriptors of the named controls; of all healthy ones if none is named.
     *
     * @throws UsageException if a name is not that of a healthy control
     */
    static List<ControlDescriptor> descriptors(PluginCatalog catalog, Collection<String> ids) {
        requireKnown(catalog, ids);
        return catalog.controls().stream()
                .filter(control -> ids.isEmpty() || ids.contains(control.id()))
                .map(control -> control.descriptor())
                .toList();
    }

    /**
     * Checks names.
     *
     * @throws UsageException if one is not that of a healthy control
     */
    static void requireKnown(PluginCatalog catalog, Collection<String> ids) {
        List<String> known =
                catalog.controls().stream().map(RegisteredControl::id).toList();
        for (String id : ids) {
            if (catalog.quarantined(id)) {
                throw new UsageException(
                        "Control %s is quarantined; `overseer plugins --check` says why".formatted(id));
            }
            if (!known.contains(id)) {
                throw new UsageException(
                        "There is no control \"%s\". %s".formatted(id, DidYouMean.sentence(id, known)));
            }
        }
    }
}
