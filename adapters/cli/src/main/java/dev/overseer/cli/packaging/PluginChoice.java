package dev.overseer.cli.packaging;

import java.nio.file.Path;

/** A plugin that a package is to have. */
public sealed interface PluginChoice {
    /** Returns how messages name it. */
    String text();

    /** A plugin of this release, by its service. */
    record Shipped(String service) implements PluginChoice {
        @Override
        public String text() {
            return "plugin " + service;
        }
    }

    /** A plugin's jar, or a folder of that and the jars that it runs with. */
    record Outside(Path path) implements PluginChoice {
        @Override
        public String text() {
            return path.toString();
        }
    }
}
