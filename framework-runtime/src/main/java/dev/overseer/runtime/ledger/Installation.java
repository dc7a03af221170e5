package dev.overseer.runtime.ledger;

import java.util.Map;

/**
 * What judged an incident.
 *
 * @param framework the framework's version
 * @param plugins each plugin's version, by its service; {@code unknown} where its jar does not say
 * @param configuration the SHA-256 of the configuration file in hexadecimal digits; empty without a file
 */
public record Installation(String framework, Map<String, String> plugins, String configuration) {
    /** For hosts that keep nothing. */
    public static final Installation UNKNOWN = new Installation("unknown", Map.of(), "");

    public Installation {
        plugins = Map.copyOf(plugins);
    }
}
