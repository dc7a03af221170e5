package dev.overseer.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations such as {@code 2s}, {@code 7m}, {@code 1h30m}, or as ISO-8601 writes them. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            Duration duration = Duration.parse(iso(text));
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException malformed) {
            // Told below, as for a negative one
        }
        throw new TypeConversionException("\"%s\" is not a duration such as 2s, 7m, 1h30m or PT7M".formatted(text));
    }

    /**
     * Returns an option's duration, if it was given.
     *
     * @throws UsageException if it is zero
     */
    static Optional<Duration> positive(String option, @Nullable Duration duration) {
        if (Duration.ZERO.equals(duration)) {
            throw new UsageException(option + " must be longer than 0s");
        }
        return Optional.ofNullable(duration);
    }

    /** Puts the T, which stands before hours, minutes and seconds, where ISO-8601 wants it. */
    private static String iso(String text) {
        String upper = text.toUpperCase(Locale.ROOT).replace(" ", "");
        if (upper.startsWith("P")) {
            return upper;
        }
        int time = upper.indexOf('D') + 1;
        return "P" + upper.substring(0, time) + (time == upper.length() ? "" : "T" + upper.substring(time));
    }
}
