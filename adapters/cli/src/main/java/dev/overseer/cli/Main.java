package dev.overseer.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Starts the command line. */
public final class Main {
    private final Terminal terminal;
    private final Interrupts interrupts;

    Main(Terminal terminal, Interrupts interrupts) {
        this.terminal = terminal;
        this.interrupts = interrupts;
    }

    /** Runs a command, and ends the process with its exit status. */
    public static void main(String[] args) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(StandardOutput.open(), err, System.in, System.getenv(), Path.of(""), Main::isWatched);
        int status = new Main(terminal, Interrupts.ofProcess()).execute(args);
        // An explicit exit loads the JDK's logging.
        if (status != ExitStatus.OK) {
            System.exit(status);
        }
    }

    /** Runs a command, and returns its exit status. */
    int execute(String... args) {
        Failures failures = new Failures(terminal.err(), args);
        try {
            Optional<Callable<Integer>> plain = plainCommand(List.of(args));
            return plain.isPresent() ? plain.get().call() : new Commands(terminal, interrupts, failures).execute(args);
        } catch (Exception | Error thrown) {
            return failures.report(thrown);
        }
    }

    /**
     * Returns a command that is given input and no option. Parsing takes no picocli then, whose classes are too old for the
     * JVM's ahead-of-time cache and would take longer to start than all the rest.
     */
    private Optional<Callable<Integer>> plainCommand(List<String> args) {
        if (args.size() < 2 || args.stream().anyMatch(arg -> arg.startsWith("-") && !arg.equals("-"))) {
            return Optional.empty();
        }
        List<String> inputs = args.subList(1, args.size());
        return switch (args.getFirst()) {
            case "evaluate" -> Optional.of(new EvaluateCommand(terminal, interrupts, new HistoryInput(inputs)));
            case "rehearse" -> Optional.of(new RehearseCommand(terminal, new InputFiles(inputs)));
            default -> Optional.empty();
        };
    }

    // Since JDK 25 there is again none where input or output is redirected.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isWatched() {
        return System.console() != null && System.console().isTerminal();
    }
}
