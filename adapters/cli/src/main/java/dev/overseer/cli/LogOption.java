package dev.overseer.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** How much is logged. */
final class LogOption {
    @Option(
            names = "--log",
            paramLabel = "LEVEL",
            description = "How much is logged on stderr: error, warn, info (one line a look) or debug. Default: warn.")
    private LogLevel level = LogLevel.WARN;

    /** The levels. Logback's own would be loaded with the command. */
    enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG;

        /** Returns the name as it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void apply() {
        if (level != LogLevel.WARN) {
            CliLogging.setLevel(level.name());
        }
    }
}
