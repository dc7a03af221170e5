package dev.overseer.plugin.glue;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What counts as given: neither absent nor blank. */
final class Given {
    private Given() {}

    static boolean isGiven(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    static boolean isGiven(Collection<String> values) {
        return values.stream().anyMatch(Given::isGiven);
    }
}
