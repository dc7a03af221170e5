package dev.overseer.runtime.notice;

/** Is told what there is to tell of incidents, by whoever takes them forward. Safe for several threads. */
@FunctionalInterface
public interface Announcer {
    /** Keeps it to itself. */
    Announcer NOBODY = notice -> {};

    /** Takes a notice, and returns without waiting for anybody. */
    void tell(Notice notice);
}
