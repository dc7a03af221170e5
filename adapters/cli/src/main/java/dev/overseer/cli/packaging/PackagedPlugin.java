package dev.overseer.cli.packaging;

import java.util.List;

/**
 * A plugin in a package.
 *
 * @param controls their ids, in order
 */
public record PackagedPlugin(String service, List<String> controls) {
    public PackagedPlugin {
        controls = List.copyOf(controls);
    }
}
