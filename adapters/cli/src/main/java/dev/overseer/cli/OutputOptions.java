package dev.overseer.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** How results are shown. */
final class OutputOptions {
    private static final int HELD_BACK = 200;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How results are written: text, or json for one document a line. Default: text.")
    private Format format = Format.TEXT;

    @Option(
            names = {"-v", "--verbose"},
            description = "List ignored events, show accounts and regions, and print stack traces.")
    private boolean verbose;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description =
                    "Colour outcomes: auto, always or never. Default: auto, where stdout is a terminal and NO_COLOR is not set.")
    private Colours colours = Colours.AUTO;

    /** The formats. */
    enum Format {
        TEXT,
        JSON;

        /** Returns the name as it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When there are colours. */
    enum Colours {
        AUTO,
        ALWAYS,
        NEVER;

        /** Returns the name as it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Format format() {
        return format;
    }

    /** Returns a report whose columns fit one another. */
    Report report(Terminal terminal, Wording wording) {
        return report(terminal, wording, HELD_BACK);
    }

    /** Returns a report that shows each result at once. */
    Report promptReport(Terminal terminal, Wording wording) {
        return report(terminal, wording, 0);
    }

    private Report report(Terminal terminal, Wording wording, int heldBack) {
        return new Report(
                switch (format) {
                    case JSON -> new JsonResults(terminal.out(), heldBack == 0);
                    case TEXT ->
                        new TextResults(
                                terminal.out(),
                                new TextResults.Layout(
                                        wording, verbose, isColoured(terminal), terminal.width(), heldBack));
                });
    }

    private boolean isColoured(Terminal terminal) {
        return switch (colours) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal.variable("NO_COLOR").isEmpty() && terminal.isInteractive();
        };
    }
}
