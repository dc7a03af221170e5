package dev.overseer.cli.html;

import java.util.Locale;

/** Writes numbers as pages have them. */
public final class Numbers {
    private Numbers() {}

    /** Returns a number with its thousands set apart, such as {@code 1,234}. */
    public static String text(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns a number of an SVG. */
    public static String coordinate(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
