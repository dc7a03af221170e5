package dev.overseer.cli;

import java.time.Clock;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much a host logs, and in what form. */
final class HostLogOption {
    @Mixin
    private final LogOption level = new LogOption();

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description =
                    "The form of the log on stderr: text, or json, which adds a line for each transition and metrics each"
                            + " minute, with the fields of the Lambda function's. Default: text.")
    private Format format = Format.TEXT;

    /** The forms. */
    enum Format {
        TEXT,
        JSON;

        /** Returns the name as it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Sets logging up.
     *
     * @param host its name, such as {@code overseer-worker}
     * @return what the host tells of itself, to be closed
     */
    Telemetry apply(String host, Terminal terminal, Clock clock) {
        level.apply();
        if (format == Format.TEXT) {
            return new Telemetry.Silent();
        }
        CliLogging.inJson();
        return new JsonTelemetry(host, clock, terminal.err());
    }
}
