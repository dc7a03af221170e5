package dev.overseer.testkit;

import java.time.Duration;
import java.util.List;

/**
 * Which statuses a simulated resource passes through, by its age or by how often it was looked at. Immutable.
 *
 * <pre>{@code
 * Lifecycle.readyAfter(Duration.ofMinutes(7))
 * Lifecycle.starting("PROVISIONING").then("FAILED", Duration.ofMinutes(5)).terminatingFor(Duration.ofMinutes(2))
 * Lifecycle.byLook("PROVISIONING", "PROVISIONING", "READY")
 * }</pre>
 */
public final class Lifecycle {
    private static final String PROVISIONING = "PROVISIONING";

    private final Script script;
    private final Duration terminating;

    private Lifecycle(Script script, Duration terminating) {
        this.script = script;
        this.terminating = terminating;
    }

    /** Returns PROVISIONING until the resource is so old, then READY. */
    public static Lifecycle readyAfter(Duration age) {
        return starting(PROVISIONING).then("READY", age);
    }

    /** Returns PROVISIONING until the resource is so old, then FAILED. */
    public static Lifecycle failedAfter(Duration age) {
        return starting(PROVISIONING).then("FAILED", age);
    }

    /** Returns PROVISIONING for ever. */
    public static Lifecycle neverReady() {
        return starting(PROVISIONING);
    }

    /** Returns a status that lasts until something is said to come {@linkplain #then then}. */
    public static Lifecycle starting(String status) {
        return new Lifecycle((age, looks) -> status, Duration.ZERO);
    }

    /** Returns one status for each look at the resource, of which the last stays. Listing resources is not a look. */
    public static Lifecycle byLook(String... statuses) {
        if (statuses.length == 0) {
            throw new IllegalArgumentException("A resource needs at least one status");
        }
        List<String> inOrder = List.of(statuses);
        return new Lifecycle((age, looks) -> inOrder.get(Math.clamp(looks - 1L, 0, inOrder.size() - 1)), Duration.ZERO);
    }

    /** Adds a status that begins when the resource is so old. To be said in order of age. */
    public Lifecycle then(String status, Duration from) {
        return new Lifecycle((age, looks) -> age.compareTo(from) < 0 ? script.status(age, looks) : status, terminating);
    }

    /** Keeps the resource visible as TERMINATING for a while after it was deleted; otherwise it is gone at once. */
    public Lifecycle terminatingFor(Duration duration) {
        return new Lifecycle(script, duration);
    }

    /** Returns the status at an age, after a number of looks. */
    String status(Duration age, int looks) {
        return script.status(age, looks);
    }

    Duration terminating() {
        return terminating;
    }

    @FunctionalInterface
    private interface Script {
        String status(Duration age, int looks);
    }
}
