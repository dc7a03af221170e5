package dev.overseer.lambda;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** What an invocation brought was not all worked on, and its sender hears of it only in this way. */
final class UndeliveredException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes what is to be said before the problems, without a full stop, and at least one problem. */
    UndeliveredException(String what, List<Invocation.Problem> problems) {
        super(what + ": " + problems.stream().map(Invocation.Problem::text).collect(Collectors.joining("; ")));
        problems.forEach(problem -> problem.thrown().ifPresent(this::addSuppressed));
    }
}
