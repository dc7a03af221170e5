package dev.overseer.cli;

import dev.overseer.runtime.config.DurationText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations such as {@code 2s}, {@code 7m}, {@code 1h30m}, or as ISO-8601 writes them. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new TypeConversionException(String.valueOf(malformed.getMessage()));
        }
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
}
