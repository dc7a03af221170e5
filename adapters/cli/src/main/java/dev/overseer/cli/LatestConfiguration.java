package dev.overseer.cli;

import dev.overseer.runtime.config.InvalidConfigurationException;
import dev.overseer.sqs.MessageHandler;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Works on messages as the configuration says at the time. When it has changed, looks that are under way end by the one of
 * before, and no other begins until the new one is in force. While it cannot be used, nothing is worked on. Safe for several
 * threads.
 */
final class LatestConfiguration implements MessageHandler, AutoCloseable {
    private final Source source;
    private final Clock clock;
    private final Pause pause;
    private final PrintStream err;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Object ending = new Object();
    private InForce inForce;
    private boolean closed;
    private Optional<String> problem = Optional.empty();
    private Instant next;

    /**
     * Opens a host by the configuration as it is now; throws as {@link Source#open} does.
     *
     * @param pause waits, while nothing is worked on
     */
    LatestConfiguration(Source source, Clock clock, Pause pause, PrintStream err) {
        this.source = source;
        this.clock = clock;
        this.pause = pause;
        this.err = err;
        this.inForce = source.open();
        this.next = clock.instant().plus(source.every());
    }

    /** Where the configuration is. */
    interface Source {
        /** Returns how often to ask for it. */
        Duration every();

        /** Returns for how long it has to stay as it is before it counts: what is still being written may look complete. */
        Duration settles();

        /**
         * Returns its hash as it is now; empty if there is none.
         *
         * @throws UsageException if it cannot be read
         */
        Optional<String> hash();

        /**
         * Opens a host by it.
         *
         * @throws UsageException if it cannot be read, or does not fit the options
         * @throws InvalidConfigurationException if anything is wrong with it
         */
        InForce open();
    }

    /**
     * What a configuration means.
     *
     * @param end what to do when no look needs it any more
     */
    record InForce(Optional<String> hash, MessageHandler handler, Runnable end) {}

    /** Waits, as {@link Thread#sleep(Duration)} does. */
    @FunctionalInterface
    interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    @Override
    public boolean ready() {
        return refreshed();
    }

    /** What arrives while the configuration cannot be used comes back to the queue by itself. */
    @Override
    public Verdict take(String id, String body, Instant until) {
        if (!refreshed()) {
            return Verdict.KEPT;
        }
        lock.readLock().lock();
        try {
            return inForce.handler().take(id, body, until);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Lets go of what is in force, once, unless a look still needs it. Returns when that is done, whoever does it: the
     * process may be halted then.
     */
    void end() {
        synchronized (ending) {
            if (!closed && lock.writeLock().tryLock()) {
                try {
                    closed = true;
                    inForce.end().run();
                } finally {
                    lock.writeLock().unlock();
                }
            }
        }
    }

    @Override
    public void close() {
        end();
    }

    /** Returns whether what is in force is what the configuration says. */
    private synchronized boolean refreshed() {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
            next = now.plus(source.every());
            try {
                refresh();
            } catch (UsageException | InvalidConfigurationException unusable) {
                tell(String.valueOf(unusable.getMessage()));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                next = now;
                return false;
            }
        }
        return problem.isEmpty();
    }

    private void refresh() throws InterruptedException {
        Optional<String> hash = source.hash();
        if (!hash.equals(inForce.hash())) {
            hash = settled(hash);
        }
        if (!hash.equals(inForce.hash())) {
            requireStillThere(hash);
            if (problem.isEmpty()) {
                err.println("The configuration has changed");
            }
            replaceBy(opened());
        }
        if (problem.isPresent()) {
            err.println("The configuration can be used again");
            problem = Optional.empty();
        }
    }

    private Optional<String> settled(Optional<String> first) throws InterruptedException {
        Optional<String> before = first;
        while (true) {
            pause.last(source.settles());
            Optional<String> now = source.hash();
            if (now.equals(before)) {
                return now;
            }
            before = now;
        }
    }

    /** It may be gone again since it was asked for. */
    private InForce opened() {
        InForce latest = source.open();
        try {
            requireStillThere(latest.hash());
            return latest;
        } catch (UsageException gone) {
            latest.end().run();
            throw gone;
        }
    }

    /** Without it, what it exempts and limits would be forgotten, and a variable may still say what to enforce. */
    private void requireStillThere(Optional<String> hash) {
        if (hash.isEmpty() && inForce.hash().isPresent()) {
            throw new UsageException("the configuration is gone. Put it back, or start again without one");
        }
    }

    private void replaceBy(InForce latest) {
        lock.writeLock().lock();
        try {
            InForce before = inForce;
            inForce = latest;
            before.end().run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Once for each problem, though it is looked at again and again. */
    private void tell(String message) {
        if (!problem.equals(Optional.of(message))) {
            err.println("overseer: no messages are taken before this is mended: " + message);
        }
        problem = Optional.of(message);
    }
}
