package dev.overseer.runtime.plugin;

import dev.overseer.api.RemediationPlugin;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks the plugins that a class loader offers, past those that are broken. */
final class PluginSource {
    private static final String SERVICE_FILE = "META-INF/services/" + RemediationPlugin.class.getName();

    /** How {@link ServiceLoader} names a class that it cannot use. */
    private static final Pattern NAMED_CLASS =
            Pattern.compile("(\\S+) (?:not found|not a subtype|could not be|Unable to get public no-arg constructor)");

    private final Spliterator<ServiceLoader.Provider<RemediationPlugin>> providers;

    PluginSource(ClassLoader loader) {
        providers = ServiceLoader.load(RemediationPlugin.class, loader).stream().spliterator();
    }

    /** Hands each plugin to {@code found}, or the name of its class and what it threw to {@code broken}. */
    void forEach(Consumer<RemediationPlugin> found, BiConsumer<String, Throwable> broken) {
        String previous = "";
        boolean more = true;
        while (more) {
            try {
                more = providers.tryAdvance(provider -> make(provider, found, broken));
            } catch (LinkageError unloadable) {
                broken.accept(SERVICE_FILE, unloadable);
            } catch (ServiceConfigurationError error) {
                broken.accept(className(error), error);
                // Each class is offered once, but service files that cannot be located fail again for ever.
                more = !error.toString().equals(previous);
                previous = error.toString();
            }
        }
    }

    private static void make(
            ServiceLoader.Provider<RemediationPlugin> provider,
            Consumer<RemediationPlugin> found,
            BiConsumer<String, Throwable> broken) {
        RemediationPlugin plugin;
        try {
            plugin = provider.get();
        } catch (ServiceConfigurationError | LinkageError error) {
            broken.accept(provider.type().getName(), error);
            return;
        }
        found.accept(plugin);
    }

    private static String className(ServiceConfigurationError error) {
        Matcher named = NAMED_CLASS.matcher(String.valueOf(error.getMessage()));
        return named.find() ? named.group(1) : SERVICE_FILE;
    }
}
