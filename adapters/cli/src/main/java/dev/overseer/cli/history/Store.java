package dev.overseer.cli.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Where files lie under keys with slashes in them. Safe for several threads. */
interface Store extends AutoCloseable {

    /** Something in a folder, or under it. */
    sealed interface Item {
        /** The key; that of a folder ends in a slash. */
        String key();
    }

    /** A file, of a size in bytes. */
    record File(String key, long bytes) implements Item {}

    /** A folder. */
    record Folder(String key) implements Item {}

    /** Returns what to call a key, in messages and in {@code --after}. */
    String name(String key);

    /**
     * Tells of the files and folders directly in a folder, in the order of their keys.
     *
     * @param folder ends in a slash, or is empty
     * @throws IOException if that cannot be told, or not to the end; its message says why
     */
    void list(String folder, KeyRange range, Consumer<Item> to) throws IOException;

    /** Tells of all files under a folder, at any depth, likewise. */
    void listAll(String folder, KeyRange range, Trouble trouble, Consumer<File> to) throws IOException;

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be opened; its message says why
     */
    InputStream open(String key) throws IOException;

    @Override
    void close();

    /** Hears of folders that cannot be listed. */
    @FunctionalInterface
    interface Trouble {
        void with(String key, IOException why);
    }
}
