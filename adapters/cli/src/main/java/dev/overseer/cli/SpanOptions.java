package dev.overseer.cli;

import dev.overseer.runtime.ledger.Span;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of the ledger's time a command is about. */
final class SpanOptions {
    @Option(
            names = {"--from", "--since"},
            paramLabel = "TIME",
            description =
                    "Only what came to stand so at or after this time: 2026-01-31T12:00:00Z, 2026-01-31, or 24h for the last day.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only what came to stand so before this time.")
    private @Nullable String to;

    /**
     * Returns the time that was asked for.
     *
     * @throws UsageException if one of the options is no time, or the time ends before it begins
     */
    Span span(Clock clock) {
        Optional<Instant> first = TimeConverter.time("--from", from, clock);
        Optional<Instant> end = TimeConverter.time("--to", to, clock);
        if (first.isPresent() && end.isPresent() && !first.get().isBefore(end.get())) {
            throw new UsageException("--from %s is not before --to %s".formatted(first.get(), end.get()));
        }
        return new Span(first, end);
    }
}
