package dev.overseer.cli;

import dev.overseer.runtime.config.InvalidConfigurationException;
import dev.overseer.runtime.event.Printable;
import dev.overseer.runtime.ledger.LedgerException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Says on stderr what went wrong, in a few lines. Every method returns the exit status. */
final class Failures {
    private final PrintStream err;
    private final boolean verbose;

    Failures(PrintStream err, String... args) {
        this.err = err;
        verbose = List.of(args).contains("-v") || List.of(args).contains("--verbose");
    }

    /** Tells of whatever a command threw. */
    int report(Throwable thrown) {
        return switch (thrown) {
            case UsageException wrong -> say(String.valueOf(wrong.getMessage()));
            case InvalidConfigurationException wrong -> configuration(wrong);
            case LedgerException unusable -> say(String.valueOf(unusable.getMessage()));
            case ClosedOutputException nobodyReads -> ExitStatus.OK;
            default -> unexpected(thrown);
        };
    }

    /** Tells of a problem with the command line, and how it is to be. */
    int usage(String command, String problem, String synopsis) {
        say(problem);
        err.println("Usage: " + synopsis);
        err.println("`%s --help` tells more.".formatted(command));
        return ExitStatus.INVALID;
    }

    private int configuration(InvalidConfigurationException wrong) {
        wrong.warnings().forEach(warning -> say("warning: " + warning));
        String.valueOf(wrong.getMessage()).lines().forEach(this::say);
        return ExitStatus.INVALID;
    }

    private int unexpected(Throwable thrown) {
        say("unexpected %s%s".formatted(thrown, verbose ? "" : ". -v shows where"));
        if (verbose) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            trace.toString().lines().forEach(line -> err.println(Printable.line(line.replace("\t", "    "))));
        }
        return ExitStatus.INVALID;
    }

    private int say(String problem) {
        err.println(Printable.line("overseer: " + problem));
        return ExitStatus.INVALID;
    }
}
