package dev.overseer.sinks;

import java.util.Locale;

/**
 * Who caused an incident, as the index has them: in lower case, not too long, and without what DynamoDB cannot hold.
 *
 * @param cut whether something is missing, so that only the incident itself tells who it was
 */
record Principal(String shown, boolean cut) {
    private static final int MOST = 1000;

    static Principal of(String principal) {
        String folded = folded(principal);
        String whole = folded.codePoints()
                .filter(point -> !isHalf(point))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String shown = whole.length() <= MOST ? whole : whole.substring(0, whole.offsetByCodePoints(0, MOST / 2));
        return new Principal(shown, !shown.equals(folded));
    }

    static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
