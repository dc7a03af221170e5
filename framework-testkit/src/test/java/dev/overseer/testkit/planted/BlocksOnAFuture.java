package dev.overseer.testkit.planted;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for another thread. */
public final class BlocksOnAFuture {
    <T> T result(Future<T> future) throws ExecutionException, InterruptedException {
        return future.get();
    }
}
