package dev.overseer.cli.report;

import dev.overseer.runtime.event.Printable;
import java.util.ArrayList;
import java.util.List;

/** Names from outside, as the page has them. */
final class Named {
    private static final int LONGEST = 200;

    private Named() {}

    /** Returns a name on one clean line, not too long. */
    static String text(String name) {
        return Printable.line(name, LONGEST);
    }

    /** Returns a name in parts between which it may be broken: after the colons and slashes of an ARN. */
    static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        String text = text(name);
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ':' || text.charAt(i) == '/') {
                parts.add(text.substring(start, i + 1));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
