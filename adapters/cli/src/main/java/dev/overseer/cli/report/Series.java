package dev.overseer.cli.report;

import dev.overseer.runtime.incident.Outcome.Kind;

/** What incidents are counted under where they stand in one chart, in the order in which they are stacked. */
enum Series {
    REMEDIATED("REMEDIATED"),
    PLANNED("PLANNED"),
    LEFT_ALONE("left alone"),
    OPEN("OPEN"),
    HELD("HELD"),
    TIMED_OUT("TIMED_OUT"),
    FAILED("FAILED");

    private static final String IN_FLIGHT = "OPEN";

    private final String text;

    Series(String text) {
        this.text = text;
    }

    /** Returns what an incident is counted under, by what its ledger calls its state. */
    static Series of(String state) {
        if (state.equals(IN_FLIGHT)) {
            return OPEN;
        }
        return switch (Kind.valueOf(state)) {
            case REMEDIATED -> REMEDIATED;
            case PLANNED -> PLANNED;
            case GONE, STALE, COMPLIANT, EXEMPT -> LEFT_ALONE;
            case HELD -> HELD;
            case TIMED_OUT -> TIMED_OUT;
            case FAILED -> FAILED;
        };
    }

    /** Returns whether a person has to see to it, or it is still under way. */
    boolean isUnfinished() {
        return switch (this) {
            case OPEN, HELD, TIMED_OUT, FAILED -> true;
            case REMEDIATED, PLANNED, LEFT_ALONE -> false;
        };
    }

    String text() {
        return text;
    }

    /** Returns the class of the style sheet that has its colour. */
    String style() {
        return "s" + ordinal();
    }
}
