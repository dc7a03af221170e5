package dev.overseer.cli.template;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives names of letters and digits, each once. For one thread. */
final class LogicalIds {
    private final Set<String> taken = new HashSet<>();

    /** Returns the name, or if it is taken the name with the next number behind it. */
    String unused(String name) {
        return Stream.iterate(1, number -> number + 1)
                .map(number -> number == 1 ? name : name + number)
                .filter(taken::add)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the words of a text, such as {@code GlueDevEndpoint} of {@code glue-dev-endpoint}. */
    static String words(String text) {
        return Arrays.stream(text.split("[^A-Za-z0-9]+", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
