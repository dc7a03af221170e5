package dev.overseer.cli;

import dev.overseer.runtime.notice.Delays;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time. What is to be done later is done on virtual threads, which do not keep the process alive. */
final class DaemonDelays implements Delays, AutoCloseable {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("notices").daemon().factory(),
            // What is due after the end has been flushed.
            new ThreadPoolExecutor.DiscardPolicy());

    @Override
    public void later(Duration delay, Runnable work) {
        var _ = timer.schedule(
                () -> Thread.ofVirtual().name("notice").start(work), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
