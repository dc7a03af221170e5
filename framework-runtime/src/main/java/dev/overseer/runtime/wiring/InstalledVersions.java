package dev.overseer.runtime.wiring;

import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.plugin.PluginCatalog;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the ledger says that an incident was judged by, as the jars' manifests have it. */
public final class InstalledVersions {
    private static final String UNKNOWN = "unknown";

    private InstalledVersions() {}

    /**
     * Returns the versions of framework and plugins.
     *
     * @param configuration the SHA-256 of the configuration, if there is one
     */
    public static Installation of(PluginCatalog catalog, Optional<String> configuration) {
        Map<String, String> plugins = new TreeMap<>();
        catalog.controls()
                .forEach(control ->
                        plugins.put(control.service(), version(control.control().getClass())));
        return new Installation(version(InstalledVersions.class), plugins, configuration.orElse(""));
    }

    private static String version(Class<?> type) {
        return Optional.ofNullable(type.getPackage().getImplementationVersion()).orElse(UNKNOWN);
    }
}
