package dev.overseer.cli;

import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Outcome;

/**
 * What the process ends with, told result by result. The first that applies: 2 if something could not be understood, 1 if
 * something is unresolved, 3 if something is left to do, 0 otherwise.
 *
 * <p>Not safe for several threads: {@link Report} sees to that.
 */
final class ExitStatus {
    static final int OK = 0;
    static final int UNRESOLVED = 1;
    static final int INVALID = 2;
    static final int LEFT_TO_DO = 3;

    private boolean invalid;
    private boolean unresolved;
    private boolean leftToDo;

    /** Counts a result in. */
    void add(Result result) {
        switch (result) {
            case Result.Closed closed -> {
                unresolved |= closed.outcome().kind().unresolved();
                leftToDo |= closed.outcome().kind() == Outcome.Kind.PLANNED;
            }
            case Result.Judged judged -> leftToDo |= judged.judgement().verdict() == Judgement.Verdict.FAILS;
            case Result.NotSwept notSwept -> unresolved = true;
            case Result.Suspended suspended -> leftToDo = true;
            case Result.Ignored ignored -> invalid |= ignored.reason() == IgnoredReason.QUARANTINED;
            case Result.Unreadable unreadable -> invalid = true;
            case Result.SeenAgain seenAgain -> {}
        }
    }

    /** Says that usage, configuration or the program itself is at fault. */
    void invalid() {
        invalid = true;
    }

    int code() {
        if (invalid) {
            return INVALID;
        }
        if (unresolved) {
            return UNRESOLVED;
        }
        return leftToDo ? LEFT_TO_DO : OK;
    }
}
