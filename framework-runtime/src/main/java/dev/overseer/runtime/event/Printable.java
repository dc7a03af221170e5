package dev.overseer.runtime.event;

/**
 * Makes text from outside fit for one clean line of a log or terminal.
 *
 * <p>Names in events are whatever the caller of the API chose: they may hold line breaks, terminal escapes or marks that
 * turn the direction of writing.
 */
public final class Printable {
    private static final String CUT = "…";

    private Printable() {}

    /** Returns the text with everything that is not a visible character or a plain space escaped. */
    public static String line(String text) {
        int clean = cleanPrefix(text);
        if (clean == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, clean);
        text.codePoints().skip(text.codePointCount(0, clean)).forEach(c -> append(out, c));
        return out.toString();
    }

    /** Returns the text as {@link #line} does, cut to a number of characters. */
    public static String line(String text, int most) {
        String line = line(text.length() > most ? text.substring(0, most) : text);
        return line.length() > most || text.length() > most
                ? line.substring(0, Math.min(line.length(), most - CUT.length())) + CUT
                : line;
    }

    private static int cleanPrefix(String text) {
        int i = 0;
        while (i < text.length() && isVisible(text.codePointAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        return i;
    }

    private static void append(StringBuilder out, int c) {
        if (isVisible(c)) {
            out.appendCodePoint(c);
        } else if (c == '\n') {
            out.append("\\n");
        } else if (c == '\t') {
            out.append("\\t");
        } else {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> c == ' ' || !Character.isSpaceChar(c);
        };
    }
}
