package dev.overseer.cli.newplugin;

import java.io.Serial;
import java.util.List;

/** No project can be made: says everything that is in the way, and what to do about it. */
public final class NewPluginException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    NewPluginException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = problems.toArray(String[]::new);
    }

    NewPluginException(String problem) {
        this(List.of(problem));
    }

    /** Returns what is wrong, in whole sentences. They may quote what the user wrote: escape before printing. */
    public List<String> problems() {
        return List.of(problems);
    }
}
