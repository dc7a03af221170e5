package dev.overseer.cli.packaging;

import java.io.Serial;
import java.util.List;

/** No package can be made: says everything that is in the way, and what to do about it. */
public final class PackagingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    PackagingException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = problems.toArray(String[]::new);
    }

    PackagingException(String problem, Throwable cause) {
        super(problem, cause);
        problems = new String[] {problem};
    }

    PackagingException(String problem) {
        this(List.of(problem));
    }

    /** Returns what is wrong, in whole sentences. They may quote file names and texts of plugins: escape before printing. */
    public List<String> problems() {
        return List.of(problems);
    }
}
