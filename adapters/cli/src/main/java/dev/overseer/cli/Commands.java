package dev.overseer.cli;

import dev.overseer.runtime.config.DidYouMean;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands, as picocli parses them. */
final class Commands {
    private static final int HELP_WIDTH = 100;

    /** In the order in which help lists them. */
    private static final List<String> NAMES = List.of(
            "rehearse",
            "evaluate",
            "run",
            "scan",
            "worker",
            "plugins",
            "policy",
            "package",
            "new-plugin",
            "config",
            "incidents",
            "show",
            "inflight",
            "why",
            "approve",
            "retry",
            "undo",
            "fixture",
            "exemptions",
            "report",
            "export",
            "doctor");

    private final Terminal terminal;
    private final Interrupts interrupts;
    private final Failures failures;

    Commands(Terminal terminal, Interrupts interrupts, Failures failures) {
        this.terminal = terminal;
        this.interrupts = interrupts;
        this.failures = failures;
    }

    /** Runs a command, and returns its exit status. */
    int execute(String... args) {
        CommandLine overseer = new CommandLine(new OverseerCommand());
        // A command that is not asked for is not even made: start-up counts.
        Optional<String> asked = List.of(args).stream().findFirst().filter(NAMES::contains);
        asked.map(List::of).orElse(NAMES).forEach(name -> overseer.addSubcommand(name, command(name)));
        if (asked.isEmpty()) {
            overseer.addSubcommand(new GenerateCompletion()).addSubcommand(new HelpCommand());
        }
        return overseer.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // A file may be named like that.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler(this::failed)
                .execute(withExplicitValues(args));
    }

    private Object command(String name) {
        InputFiles input = new InputFiles(List.of());
        return switch (name) {
            case "rehearse" -> new RehearseCommand(terminal, input);
            case "evaluate" -> new EvaluateCommand(terminal, interrupts, new HistoryInput(List.of()));
            case "run" -> new RunCommand(terminal, interrupts, new HistoryInput(List.of()));
            case "scan" -> new ScanCommand(terminal, interrupts);
            case "worker" -> new WorkerCommand(terminal, interrupts);
            case "plugins" -> new PluginsCommand(terminal);
            case "policy" -> new PolicyCommand(terminal);
            case "package" -> new PackageCommand(terminal);
            case "new-plugin" -> new NewPluginCommand(terminal);
            case "config" -> new ConfigCommand(terminal);
            case "incidents" -> new IncidentsCommand(terminal);
            case "show" -> new ShowCommand(terminal);
            case "inflight" -> new InflightCommand(terminal);
            case "why" -> new WhyCommand(terminal);
            case "approve" -> new ApproveCommand(terminal);
            case "retry" -> new RetryCommand(terminal);
            case "undo" -> new UndoCommand(terminal);
            case "fixture" -> new FixtureCommand(terminal);
            case "exemptions" -> new ExemptionsCommand(terminal);
            case "report" -> new ReportCommand(terminal);
            case "export" -> new ExportCommand(terminal);
            case "doctor" -> new DoctorCommand(terminal);
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }

    /** A bare option whose value is optional would otherwise take the file that follows it for its value. */
    private static String[] withExplicitValues(String... args) {
        List<String> explicit = new ArrayList<>(List.of(args));
        int options = explicit.contains("--") ? explicit.indexOf("--") : explicit.size();
        explicit.subList(0, options).replaceAll(arg -> arg.equals("--enforce") ? "--enforce=*" : arg);
        return explicit.toArray(String[]::new);
    }

    private int failed(Exception thrown, CommandLine command, ParseResult parsed) {
        return switch (thrown) {
            case UsageException wrong -> usage(command, String.valueOf(wrong.getMessage()));
            default -> failures.report(thrown);
        };
    }

    private int wrongUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        return usage(
                command,
                switch (wrong) {
                    case UnmatchedArgumentException unmatched -> unmatched(unmatched, command);
                    case MissingParameterException missing
                    when missing.getMissing().stream()
                            .anyMatch(argument -> argument.isPositional()
                                    && argument.paramLabel().startsWith("FILE")) ->
                        "Name input: a FILE, a DIR, or - for standard input";
                    default -> String.valueOf(wrong.getMessage());
                });
    }

    private static String unmatched(UnmatchedArgumentException unmatched, CommandLine command) {
        String word = unmatched.getUnmatched().getFirst();
        Collection<String> choices = word.startsWith("-")
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
        String kind = word.startsWith("-") ? "option" : "command";
        return "There is no %s \"%s\". %s".formatted(kind, word, DidYouMean.sentence(word, choices));
    }

    private int usage(CommandLine command, String problem) {
        return failures.usage(
                command.getCommandSpec().qualifiedName(),
                problem,
                command.getHelp().synopsis(0).strip());
    }
}
