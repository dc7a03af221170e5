package dev.overseer.runtime.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads the time of an event. */
final class EventTime {
    private static final String AS_CLOUD_TRAIL_WRITES = "0000-00-00T00:00:00Z";

    private EventTime() {}

    /**
     * Returns the instant that an ISO-8601 text names. The form that CloudTrail writes takes a tenth of the time of others.
     *
     * @throws DateTimeException if it names none, or one in a year of more than four digits, to which little can be added
     */
    static Instant parse(String time) {
        if (isPlain(time)) {
            return LocalDateTime.of(
                            digits(time, 0, 4),
                            digits(time, 5, 7),
                            digits(time, 8, 10),
                            digits(time, 11, 13),
                            digits(time, 14, 16),
                            digits(time, 17, 19))
                    .toInstant(ZoneOffset.UTC);
        }
        if (time.startsWith("+") || time.startsWith("-")) {
            throw new DateTimeException("Not a year of four digits: " + time);
        }
        return Instant.parse(time);
    }

    private static boolean isPlain(String time) {
        if (time.length() != AS_CLOUD_TRAIL_WRITES.length()) {
            return false;
        }
        for (int i = 0; i < time.length(); i++) {
            char wanted = AS_CLOUD_TRAIL_WRITES.charAt(i);
            char found = time.charAt(i);
            if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int digits(String time, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + time.charAt(i) - '0';
        }
        return value;
    }
}
