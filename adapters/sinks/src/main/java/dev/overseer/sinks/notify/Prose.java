package dev.overseer.sinks.notify;

import dev.overseer.runtime.event.Printable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes values for people, in bounded length. */
final class Prose {
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_SENTENCE = 1000;
    private static final int MOST_LINES = 20;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Prose() {}

    /** Returns a name that somebody chose. */
    static String name(String name) {
        return Printable.line(name, LONGEST_NAME);
    }

    /** Returns a text that may quote names. */
    static String sentence(String text) {
        return Printable.line(text, LONGEST_SENTENCE);
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Returns the first lines, and how many more there are. */
    static List<String> first(List<String> lines) {
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, MOST_LINES));
        first.add("and %s more".formatted(number(lines.size() - MOST_LINES)));
        return first;
    }
}
