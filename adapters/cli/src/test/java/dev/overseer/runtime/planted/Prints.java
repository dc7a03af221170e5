package dev.overseer.runtime.planted;

/** Writes where the host writes. */
public final class Prints {
    void progress() {
        System.err.println("working");
    }
}
