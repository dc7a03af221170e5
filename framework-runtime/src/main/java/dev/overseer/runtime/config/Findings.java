package dev.overseer.runtime.config;

import dev.overseer.runtime.decision.Provenance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a configuration. For one thread. */
final class Findings {
    private static final Comparator<ConfigurationProblem> BY_PLACE =
            Comparator.comparingInt(ConfigurationProblem::line).thenComparingInt(ConfigurationProblem::column);

    private final String source;
    private final List<ConfigurationProblem> problems = new ArrayList<>();
    private final List<ConfigurationProblem> warnings = new ArrayList<>();

    Findings(String source) {
        this.source = source;
    }

    void problem(Yaml.Mark mark, String path, String message) {
        problems.add(new ConfigurationProblem(source, mark.line(), mark.column(), path, message));
    }

    void warning(Yaml.Mark mark, String path, String message) {
        warnings.add(new ConfigurationProblem(source, mark.line(), mark.column(), path, message));
    }

    Provenance said(Yaml.Mark mark) {
        return new Provenance("%s:%d:%d".formatted(source, mark.line(), mark.column()));
    }

    /** Returns the problems in the order of the file. */
    List<ConfigurationProblem> problems() {
        return problems.stream().sorted(BY_PLACE).toList();
    }

    /** Returns the warnings in the order of the file. */
    List<ConfigurationProblem> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }

    /** Ends the reading if there is a problem. */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(source, problems(), warnings());
        }
    }
}
