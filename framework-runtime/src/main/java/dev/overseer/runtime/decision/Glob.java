package dev.overseer.runtime.decision;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text in which {@code *} stands for any characters, also none. Case counts. */
public record Glob(String text) {

    /** Returns whether all of a text matches. */
    public boolean matches(String candidate) {
        // Not kept: a record has no place for it, and this is asked only of resources that failed their checks.
        return Pattern.compile(expression(), Pattern.DOTALL).matcher(candidate).matches();
    }

    private String expression() {
        return Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
