package dev.overseer.runtime.decision;

/** How far somebody lets controls go. */
public record Vote(Mode mode, Provenance said) {

    /** Returns the more careful of two votes, the first if they agree. */
    public static Vote mostCareful(Vote one, Vote other) {
        return Mode.mostCareful(one.mode(), other.mode()) == one.mode() ? one : other;
    }
}
