package dev.overseer.cli.history;

import java.util.Optional;

/**
 * Keys in a row, in the order of their characters.
 *
 * @param after the last one that comes before
 * @param before the first one that comes behind
 */
record KeyRange(Optional<String> after, Optional<String> before) {
    static final KeyRange ALL = new KeyRange(Optional.empty(), Optional.empty());

    /** Returns the same without what comes before a key, or is it. */
    KeyRange andAfter(Optional<String> key) {
        return new KeyRange(
                after.isEmpty() || (key.isPresent() && key.get().compareTo(after.get()) > 0) ? key : after, before);
    }

    boolean contains(String key) {
        return after.filter(start -> key.compareTo(start) <= 0).isEmpty() && !isBehind(key);
    }

    /** Returns whether this key, and so all that follow, come behind. */
    boolean isBehind(String key) {
        return before.filter(end -> key.compareTo(end) >= 0).isPresent();
    }

    /** Returns whether a key that begins like this, up to a slash, can be contained. */
    boolean mayContainUnder(String folder) {
        boolean early = after.filter(start -> !start.startsWith(folder) && folder.compareTo(start) < 0)
                .isPresent();
        return !early && !isBehind(folder);
    }
}
