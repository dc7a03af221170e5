package dev.overseer.runtime.plugin;

import java.util.Optional;

/**
 * Why a plugin, or one of its controls, was left out.
 *
 * @param plugin the plugin's class; the name of the service file if the class cannot be told
 * @param control the control's id, or its class if it has no id; empty if the whole plugin is left out
 * @param message what is wrong and how to put it right, in whole sentences that name the culprit. May quote the plugin's
 *     own texts: escape before printing
 */
public record PluginProblem(String plugin, Optional<String> control, String message) {

    /** Returns whether the problem is about this control, or about its whole plugin. */
    boolean concerns(String pluginName, String controlName) {
        return plugin.equals(pluginName) && control.map(controlName::equals).orElse(true);
    }
}
