package dev.overseer.sinks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the table's keys have them: in the order of their characters, from the year 0 to 9999. */
final class Moment {
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Moment() {}

    /** Returns a time as a key has it; the first or the last there is for one that does not fit. */
    static String of(Instant time) {
        if (time.isBefore(FIRST)) {
            return TEXT.format(FIRST);
        }
        return TEXT.format(time.isAfter(LAST) ? LAST : time);
    }
}
