package dev.overseer.runtime.notice;

/** A destination did not take a message. The message of the exception says what to do about it. */
public final class UndeliveredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    /**
     * @param passing whether the same message may be taken later, as after throttling; not so if the destination is
     *     missing, or denies
     */
    public UndeliveredException(String message, boolean passing, Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** Returns whether trying again makes sense. */
    public boolean passing() {
        return passing;
    }
}
