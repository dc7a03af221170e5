package dev.overseer.runtime.planted;

import java.util.concurrent.ConcurrentHashMap;

/** Shares state between all engines of a process. */
public final class CountsStatically {
    private static final ConcurrentHashMap<String, Integer> SEEN = new ConcurrentHashMap<>();
    private static int count;

    private CountsStatically() {}

    static int next(String name) {
        count++;
        return SEEN.merge(name, count, Integer::sum);
    }
}
