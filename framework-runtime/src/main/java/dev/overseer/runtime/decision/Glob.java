package dev.overseer.runtime.decision;

import java.util.List;

/** Text in which {@code *} stands for any characters, also none. Case counts. */
public record Glob(String text) {

    /** Returns whether all of a text matches. */
    public boolean matches(String candidate) {
        // No regular expression: that may take for ever over a name that somebody chose for it.
        List<String> parts = List.of(text.split("\\*", -1));
        if (parts.size() == 1) {
            return candidate.equals(text);
        }
        String last = parts.getLast();
        if (!candidate.startsWith(parts.getFirst()) || !candidate.endsWith(last)) {
            return false;
        }
        int from = parts.getFirst().length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = candidate.indexOf(part, from);
            if (found < 0) {
                return false;
            }
            from = found + part.length();
        }
        return from <= candidate.length() - last.length();
    }
}
