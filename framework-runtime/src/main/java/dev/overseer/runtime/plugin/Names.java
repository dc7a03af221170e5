package dev.overseer.runtime.plugin;

import java.util.regex.Pattern;

/** The form of control and check ids, which operators write in configuration. */
final class Names {
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private Names() {}

    static boolean isKebab(String id) {
        return KEBAB.matcher(id).matches();
    }
}
