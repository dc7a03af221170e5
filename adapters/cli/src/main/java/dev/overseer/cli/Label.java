package dev.overseer.cli;

import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Outcome;

/** The word that a line of text begins with, in the order in which the last line adds them up. */
enum Label {
    REMEDIATED(Colour.GREEN, "remediated"),
    COMPLIANT(Colour.GREEN, "compliant"),
    EXEMPT(Colour.GREEN, "exempt"),
    GONE(Colour.GREEN, "gone"),
    STALE(Colour.YELLOW, "stale"),
    PASSES(Colour.GREEN, "passing"),
    FAILS(Colour.YELLOW, "failing"),
    NOT_JUDGED(Colour.YELLOW, "not judged"),
    PLANNED(Colour.YELLOW, "planned"),
    SUSPENDED(Colour.YELLOW, "suspended"),
    HELD(Colour.RED, "held"),
    TIMED_OUT(Colour.RED, "timed out"),
    FAILED(Colour.RED, "failed"),
    SEEN_AGAIN(Colour.NONE, "seen again"),
    QUARANTINED(Colour.RED, "quarantined"),
    IGNORED(Colour.NONE, "ignored"),
    UNREADABLE(Colour.RED, "unreadable");

    private final Colour colour;
    private final String counted;

    Label(Colour colour, String counted) {
        this.colour = colour;
        this.counted = counted;
    }

    /** As <a href="https://www.ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48</a> has it. */
    private enum Colour {
        NONE(""),
        RED("\u001b[31m"),
        GREEN("\u001b[32m"),
        YELLOW("\u001b[33m");

        private static final String END = "\u001b[0m";

        private final String start;

        Colour(String start) {
            this.start = start;
        }

        String paint(String text) {
            return this == NONE ? text : start + text + END;
        }
    }

    static Label of(Outcome.Kind kind) {
        return switch (kind) {
            case GONE -> GONE;
            case STALE -> STALE;
            case COMPLIANT -> COMPLIANT;
            case EXEMPT -> EXEMPT;
            case HELD -> HELD;
            case PLANNED -> PLANNED;
            case REMEDIATED -> REMEDIATED;
            case TIMED_OUT -> TIMED_OUT;
            case FAILED -> FAILED;
        };
    }

    static Label of(Judgement.Verdict verdict) {
        return switch (verdict) {
            case PASSES -> PASSES;
            case FAILS -> FAILS;
            case NOT_JUDGED -> NOT_JUDGED;
        };
    }

    /** Returns the word as it is, or in its colour. */
    String text(boolean coloured) {
        return coloured ? colour.paint(name()) : name();
    }

    /** Returns the word as it follows a number. */
    String counted() {
        return counted;
    }
}
