package dev.overseer.testkit.planted;

/** Keeps state in a field that changes. */
public final class CountsInAField {
    private int looks;

    int next() {
        return ++looks;
    }
}
