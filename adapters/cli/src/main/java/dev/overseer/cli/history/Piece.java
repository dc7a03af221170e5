package dev.overseer.cli.history;

import dev.overseer.runtime.event.Reading;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A part of the input that is read at once, such as a file.
 *
 * @param name what it is called, and goes on after with {@code --after}
 * @param bytes how large it is; 0 where nobody knows
 */
public record Piece(String name, long bytes, Content content) {

    /** What is in a piece. */
    @FunctionalInterface
    public interface Content {
        /**
         * Reads it to its end.
         *
         * @throws IOException if it cannot be read to its end; its message says why. What was read before has been delivered
         */
        void read(Consumer<Reading> to) throws IOException, InterruptedException;
    }
}
