package dev.overseer.runtime.notice;

import java.time.Duration;

/**
 * When notices are sent in one message, so that nobody is buried in them.
 *
 * @param singles how many are sent singly within a window; what comes beyond is sent as one digest when the window ends
 * @param window begins with the first notice after the last window
 */
record StormRule(int singles, Duration window) {
    /** While incidents come as they happen. */
    static final StormRule STANDARD = new StormRule(10, Duration.ofMinutes(1));

    /** While what happened long ago is caught up with. */
    static final StormRule CATCHING_UP = new StormRule(0, Duration.ofMinutes(15));
}
