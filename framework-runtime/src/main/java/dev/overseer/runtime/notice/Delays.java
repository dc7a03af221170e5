package dev.overseer.runtime.notice;

import java.time.Duration;

/** How a host lets time pass between what is sent. Safe for several threads. */
public interface Delays {

    /**
     * Does something on another thread, when some time has passed. May never do it: a host that ends, or is frozen meanwhile,
     * {@linkplain Notices#flush flushes} before.
     */
    void later(Duration delay, Runnable work);

    /** Returns when some time has passed. */
    void pause(Duration time) throws InterruptedException;

    /** Returns the delays of a host that sends nothing until it is told to {@linkplain Notices#flush flush}. */
    static Delays untilFlushed(Pause pause) {
        return new Delays() {
            @Override
            public void later(Duration delay, Runnable work) {
                // What is still open is sent by the flush.
            }

            @Override
            public void pause(Duration time) throws InterruptedException {
                pause.of(time);
            }
        };
    }

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }
}
