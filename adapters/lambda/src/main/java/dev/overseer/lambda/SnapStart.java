package dev.overseer.lambda;

import org.crac.Context;
import org.crac.Resource;

/** What happens around a snapshot: run everything once before, and forget afterwards what must not be shared. */
record SnapStart(Runnable prime, Runnable renew) implements Resource {
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        prime.run();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        renew.run();
    }
}
