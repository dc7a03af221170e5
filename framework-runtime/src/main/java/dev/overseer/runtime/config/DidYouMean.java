package dev.overseer.runtime.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped word was meant to be. */
public final class DidYouMean {
    private static final int MOST_EDITS = 3;

    private DidYouMean() {}

    /** Returns a sentence with the choice that is closest to the word; with all choices if none is close. */
    public static String sentence(String word, Collection<String> choices) {
        return closest(word, choices)
                .map("Did you mean %s?"::formatted)
                .orElseGet(() -> choices.isEmpty() ? "There is none" : "There are: " + String.join(", ", choices));
    }

    private static Optional<String> closest(String word, Collection<String> choices) {
        return choices.stream()
                .filter(choice -> edits(word, choice) <= Math.min(MOST_EDITS, choice.length() / 2))
                .min(Comparator.comparingInt(choice -> edits(word, choice)));
    }

    /** Returns the Levenshtein distance. */
    private static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column < previous.length; column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
