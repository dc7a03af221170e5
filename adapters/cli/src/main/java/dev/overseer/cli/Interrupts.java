package dev.overseer.cli;

import java.util.function.IntSupplier;

/** Ctrl-C, and being told to terminate. */
@FunctionalInterface
interface Interrupts {

    /** Says how a command ends when it is interrupted, and with which exit status. Asked at the process's normal end as well. */
    void onInterrupt(IntSupplier ending);

    /** Returns those of this process. */
    static Interrupts ofProcess() {
        // A hook cannot change the exit status in any other way.
        return ending -> Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(ending.getAsInt()), "ending"));
    }
}
