package dev.overseer.cli.history;

import dev.overseer.runtime.event.EventReader;
import dev.overseer.runtime.event.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The event files under a folder or prefix, in the order of their keys.
 *
 * <p>Where the keys are those that CloudTrail writes, accounts, regions and days that are not asked for are not listed.
 * What cannot be listed or read is delivered as unreadable in its place, and the rest is read.
 */
public final class Archive implements Pieces {
    private final Store store;
    private final String folder;
    private final Slice slice;
    private final EventReader reader;
    private final Progress progress;

    /** Makes an archive of everything under a folder, whose key ends in a slash or is empty. */
    Archive(Store store, String folder, Slice slice, EventReader reader, Progress progress) {
        this.store = store;
        this.folder = folder;
        this.slice = slice;
        this.reader = reader;
        this.progress = progress;
    }

    /** Returns the archive in a folder of this machine. */
    public static Archive inFolder(String folder, Slice slice, EventReader reader, Progress progress) {
        return new Archive(new LocalStore(), folder.endsWith("/") ? folder : folder + "/", slice, reader, progress);
    }

    @Override
    public void find(Sink to) throws InterruptedException {
        Walk walk = new Walk(to, slice.after().flatMap(this::key));
        try {
            walk.into(folder);
        } catch (Interrupted interrupted) {
            throw interrupted.cause;
        }
        if (walk.found == 0 && slice.isWhole() && slice.after().isEmpty()) {
            to.accept(trouble(
                    folder, "holds no event file: nothing in it ends in .json, .jsonl, .ndjson, or these with .gz"));
        }
    }

    /** Returns the key that has a name; empty if it is of another archive. */
    private Optional<String> key(String name) {
        String base = store.name("");
        return name.startsWith(base) ? Optional.of(name.substring(base.length())) : Optional.empty();
    }

    private Piece piece(Store.File file) {
        return piece(store, file, reader, progress);
    }

    /** Returns what is in a file. */
    static Piece piece(Store store, Store.File file, EventReader reader, Progress progress) {
        String name = store.name(file.key());
        return new Piece(name, file.bytes(), to -> {
            try (InputStream in = new CountedStream(store.open(file.key()), progress)) {
                reader.readNamed(in, file.key(), name, to);
            }
        });
    }

    private Piece trouble(String key, String problem) {
        String name = store.name(key);
        Reading unreadable = new Reading.Unreadable(name, "", problem);
        return new Piece(name, 0, to -> to.accept(unreadable));
    }

    /** An interruption on its way through callbacks. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // Never leaves this class.
        private final InterruptedException cause;

        Interrupted(InterruptedException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private final class Walk {
        private final Sink to;
        private final KeyRange rest;
        private final Optional<String> after;
        private long found;

        Walk(Sink to, Optional<String> after) {
            this.to = to;
            this.after = after;
            this.rest = KeyRange.ALL.andAfter(after);
        }

        void into(String inner) {
            if (!LogKey.mayHold(inner, slice)) {
                return;
            }
            try {
                Optional<KeyRange> logs = LogKey.range(inner, slice);
                if (logs.isPresent()) {
                    store.listAll(inner, logs.get().andAfter(after), this::tell, this::file);
                } else {
                    store.list(inner, rest, item -> {
                        switch (item) {
                            case Store.File file -> file(file);
                            case Store.Folder next -> into(next.key());
                        }
                    });
                }
            } catch (IOException unlisted) {
                tell(inner, unlisted);
            }
        }

        private void file(Store.File file) {
            if (LogKey.isLog(file.key())) {
                give(piece(file));
            }
        }

        private void tell(String inner, IOException why) {
            give(trouble(inner, String.valueOf(why.getMessage())));
        }

        private void give(Piece piece) {
            found++;
            try {
                to.accept(piece);
            } catch (InterruptedException stopped) {
                throw new Interrupted(stopped);
            }
        }
    }
}
