package dev.overseer.testkit.planted;

/** Writes where results go. */
public final class Prints {
    void progress() {
        System.out.println("working");
    }
}
