package dev.overseer.testkit.planted;

/** Leaves the thread of its look. */
public final class StartsAThread {
    Thread aside(Runnable work) {
        return Thread.ofVirtual().start(work);
    }
}
