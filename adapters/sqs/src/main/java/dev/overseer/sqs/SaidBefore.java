package dev.overseer.sqs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Remembers what was said lately, so that what SQS delivers again is said once. Safe for several threads. */
final class SaidBefore {
    private static final int MOST = 10_000;

    private final Set<String> said = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    }));

    /** Returns whether this is to be said now. */
    boolean firstTime(String what) {
        return said.add(what);
    }
}
