package dev.overseer.cli.history;

import dev.overseer.runtime.event.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * Reads pieces of input on several threads, and hands over what is in them on the caller's, in order: the order does not
 * depend on how many threads there are, or which is ahead.
 *
 * <p>Memory is bounded whatever the size of the pieces and of all of them: a piece that is ahead waits once it has read
 * a few thousand events more than were handed over, and the search for pieces waits once it is {@value #MOST_FOUND} ahead.
 *
 * @param <T> what is made of an event
 */
public final class OrderedReading<T> {
    private static final int MOST_FOUND = 50_000;
    private static final int CHUNKS = 16;
    private static final int CHUNK = 256;

    /** An event that a control wants takes so many times what an ignored one does. */
    private static final int WEIGHT_OF_ROUTED = 16;

    private final int threads;
    private final Slice slice;
    private final Function<Reading, T> made;
    private final Progress progress;
    private volatile boolean stopped;

    /**
     * Makes a reading.
     *
     * @param made what is made of each event that is in the slice; called on several threads
     */
    public OrderedReading(int threads, Slice slice, Function<Reading, T> made, Progress progress) {
        this.threads = threads;
        this.slice = slice;
        this.made = made;
        this.progress = progress;
    }

    /** Takes what was read, on one thread. */
    public interface Sink<T> {
        void accept(T event);

        /** All events of a piece, and of all pieces before it, were handed over. */
        void finished(Piece piece);
    }

    private sealed interface Chunk<T> {
        record Events<T>(List<T> events) implements Chunk<T> {}

        record End<T>() implements Chunk<T> {}

        record Failed<T>(Throwable failure) implements Chunk<T> {}
    }

    private sealed interface Found {
        record One(Piece piece) implements Found {}

        record NoMore() implements Found {}

        record Failed(RuntimeException failure) implements Found {}
    }

    private sealed interface Next<T> {
        record Flight<T>(Piece piece, BlockingQueue<Chunk<T>> chunks) implements Next<T> {}

        record NoMore<T>() implements Next<T> {}

        record Failed<T>(RuntimeException failure) implements Next<T> {}
    }

    /**
     * Reads everything. What a sink, a piece or the search throws ends it, and is thrown here.
     *
     * @throws InterruptedException if the thread is
     */
    public void read(Pieces pieces, Sink<T> to) throws InterruptedException {
        ExecutorService search = Executors.newSingleThreadExecutor(daemons("search"));
        ExecutorService readers = Executors.newFixedThreadPool(threads, daemons("reading"));
        Course course = new Course();
        try {
            search.execute(() -> search(pieces, course.found));
            for (int reader = 0; reader < threads; reader++) {
                readers.execute(course::readOn);
            }
            handOver(course.flights, to);
        } finally {
            search.shutdownNow();
            readers.shutdownNow();
        }
    }

    /** Ends {@link #read} soon, as if there were no more. For any thread. */
    public void stop() {
        stopped = true;
    }

    private void handOver(BlockingQueue<Next<T>> flights, Sink<T> to) throws InterruptedException {
        while (!stopped) {
            switch (flights.take()) {
                case Next.Flight<T> flight -> finish(flight, to);
                case Next.NoMore<T>() -> {
                    return;
                }
                case Next.Failed<T>(RuntimeException failure) -> throw failure;
            }
        }
    }

    private void finish(Next.Flight<T> flight, Sink<T> to) throws InterruptedException {
        while (!stopped) {
            switch (flight.chunks().take()) {
                case Chunk.Events<T>(List<T> events) -> events.forEach(to::accept);
                case Chunk.Failed<T>(RuntimeException failure) -> throw failure;
                case Chunk.Failed<T>(Error failure) -> throw failure;
                case Chunk.Failed<T>(Throwable failure) -> throw new IllegalStateException(failure);
                case Chunk.End<T>() -> {
                    progress.done(flight.piece());
                    to.finished(flight.piece());
                    return;
                }
            }
        }
    }

    private void search(Pieces pieces, BlockingQueue<Found> found) {
        try {
            try {
                pieces.find(piece -> {
                    progress.found(piece);
                    found.put(new Found.One(piece));
                });
                progress.allFound();
                found.put(new Found.NoMore());
            } catch (RuntimeException failure) {
                found.put(new Found.Failed(failure));
            }
        } catch (InterruptedException stop) {
            // The reading has ended, and nobody asks for more.
            Thread.currentThread().interrupt();
        }
    }

    private void read(Next.Flight<T> flight) {
        Chunks chunks = new Chunks(flight.chunks());
        try {
            try {
                flight.piece().content().read(chunks::add);
            } catch (IOException unreadable) {
                chunks.add(new Reading.Unreadable(flight.piece().name(), "", String.valueOf(unreadable.getMessage())));
            }
            chunks.send();
            flight.chunks().put(new Chunk.End<>());
        } catch (InterruptedException | Interrupted stop) {
            // The reading has ended, and nobody takes more.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            // Nobody takes more than what came before, and this.
            flight.chunks().clear();
            flight.chunks().add(new Chunk.Failed<>(failure));
        }
    }

    private static ThreadFactory daemons(String name) {
        return Thread.ofPlatform().name(name + "-", 1).daemon().factory();
    }

    /** What was found and is not read yet, and what is being read, in order. */
    private final class Course {
        private final BlockingQueue<Found> found = new LinkedBlockingQueue<>(MOST_FOUND);
        private final BlockingQueue<Next<T>> flights = new ArrayBlockingQueue<>(threads);
        private boolean ended;

        /** Reads one piece after the other, whichever is next. */
        void readOn() {
            try {
                for (Next<T> next = next(); next instanceof Next.Flight<T> flight; next = next()) {
                    read(flight);
                }
            } catch (InterruptedException stop) {
                // The reading has ended, and nobody takes more.
                Thread.currentThread().interrupt();
            }
        }

        /** One reader at a time, so that pieces take off in the order in which they were found. */
        private synchronized Next<T> next() throws InterruptedException {
            if (ended) {
                return new Next.NoMore<>();
            }
            Next<T> next = switch (found.take()) {
                case Found.One(Piece piece) -> new Next.Flight<>(piece, new ArrayBlockingQueue<>(CHUNKS));
                case Found.NoMore() -> new Next.NoMore<>();
                case Found.Failed(RuntimeException failure) -> new Next.Failed<>(failure);
            };
            ended = !(next instanceof Next.Flight<T>);
            flights.put(next);
            return next;
        }
    }

    /** An interruption on its way through the reader. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted(InterruptedException cause) {
            super(cause);
        }
    }

    private final class Chunks {
        private final BlockingQueue<Chunk<T>> to;
        private List<T> events = new ArrayList<>(CHUNK);
        private int weight;

        Chunks(BlockingQueue<Chunk<T>> to) {
            this.to = to;
        }

        void add(Reading reading) {
            if (!slice.wants(reading)) {
                return;
            }
            events.add(made.apply(reading));
            weight += reading instanceof Reading.Ignored ? 1 : WEIGHT_OF_ROUTED;
            if (weight >= CHUNK) {
                try {
                    send();
                } catch (InterruptedException stop) {
                    throw new Interrupted(stop);
                }
            }
        }

        void send() throws InterruptedException {
            if (!events.isEmpty()) {
                to.put(new Chunk.Events<>(events));
                events = new ArrayList<>(CHUNK);
                weight = 0;
            }
        }
    }
}
