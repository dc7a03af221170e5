package dev.overseer.runtime.planted;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Waits, and lets others wait. */
public final class Sleeps {
    void untilReady() throws InterruptedException {
        Thread.sleep(1_000);
    }

    ExecutorService threads() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }
}
