package dev.overseer.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Reads points in time: a time or date as ISO-8601 writes it, in UTC, or how long ago it was, such as {@code 24h}. */
final class TimeConverter {
    private TimeConverter() {}

    /**
     * Returns an option's time, if it was given.
     *
     * @throws UsageException if it is none
     */
    static Optional<Instant> time(String option, @Nullable String text, Clock clock) {
        return Optional.ofNullable(text).map(given -> parsed(option, given, clock));
    }

    private static Instant parsed(String option, String text, Clock clock) {
        return time(text)
                .or(() -> midnight(text))
                .or(() -> ago(text, clock))
                .orElseThrow(() -> new UsageException(
                        "%s: \"%s\" is not a time. Write 2026-01-31T12:00:00Z, 2026-01-31, or how long ago, such as 24h or 7d"
                                .formatted(option, text)));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException another) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> midnight(String text) {
        try {
            return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException another) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> ago(String text, Clock clock) {
        try {
            return Optional.of(clock.instant().minus(new DurationConverter().convert(text)));
        } catch (TypeConversionException another) {
            return Optional.empty();
        }
    }
}
