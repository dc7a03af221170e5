package dev.overseer.cli.history;

import dev.overseer.runtime.event.EventReader;

/** One file, whatever its name. */
record SingleFile(Store store, String key, EventReader reader, Progress progress) implements Pieces {
    @Override
    public void find(Sink to) throws InterruptedException {
        to.accept(Archive.piece(store, new Store.File(key, 0), reader, progress));
    }
}
