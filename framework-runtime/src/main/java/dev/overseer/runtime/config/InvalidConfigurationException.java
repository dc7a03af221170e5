package dev.overseer.runtime.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used. Nothing is to be written to AWS then. */
public final class InvalidConfigurationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 100;

    private final transient List<ConfigurationProblem> problems;
    private final transient List<ConfigurationProblem> warnings;

    InvalidConfigurationException(
            String source, List<ConfigurationProblem> problems, List<ConfigurationProblem> warnings) {
        super(message(source, problems));
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    /** Returns all problems, in the order of the file. */
    public List<ConfigurationProblem> problems() {
        return problems;
    }

    /** Returns what draws a warning beside them, in the order of the file. */
    public List<ConfigurationProblem> warnings() {
        return warnings;
    }

    private static String message(String source, List<ConfigurationProblem> problems) {
        String counted = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        String lines =
                problems.stream().limit(SHOWN).map(problem -> "\n  " + problem).collect(Collectors.joining());
        String more = problems.size() > SHOWN ? "\n  and %d more".formatted(problems.size() - SHOWN) : "";
        return "%s has %s, and nothing is done before they are corrected:%s%s".formatted(source, counted, lines, more);
    }
}
