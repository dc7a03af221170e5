package dev.overseer.testkit.planted;

/** Holds the thread of its look. */
public final class Sleeps {
    void untilReady() throws InterruptedException {
        Thread.sleep(1_000);
    }
}
