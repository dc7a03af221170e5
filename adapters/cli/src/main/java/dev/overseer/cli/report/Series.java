package dev.overseer.cli.report;

import dev.overseer.runtime.incident.Outcome.Kind;

/** What incidents are counted under where they stand in one chart, in the order in which they are stacked. */
enum Series {
    REMEDIATED("REMEDIATED", "s0"),
    PLANNED("PLANNED", "s1"),
    LEFT_ALONE("left alone", "s2"),
    OPEN("OPEN", "s3"),
    HELD("HELD", "s4"),
    TIMED_OUT("TIMED_OUT", "s5"),
    FAILED("FAILED", "s6");

    private static final String IN_FLIGHT = "OPEN";

    private final String text;
    private final String style;

    Series(String text, String style) {
        this.text = text;
        this.style = style;
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
        return style;
    }
}
