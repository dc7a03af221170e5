package dev.overseer.runtime.incident;

import dev.overseer.api.Finding;
import java.time.Instant;
import java.util.List;

/**
 * How an incident ended. The other parts of its story (control, target, event) are the incident's.
 *
 * @param findings the checks that the target failed when it was last seen to fail
 * @param writes the AWS actions that took effect, or may have, in order
 * @param planned the AWS calls that were refused because nothing may be written, such as
 *     {@code glue:DeleteDevEndpoint with {EndpointName=test1}}
 * @param closedAt by the engine's clock
 * @param looks how many looks it took
 * @param summary why it ended so, in one sentence without a full stop. May quote names from the event: escape before
 *     printing
 * @param callerIsCreator whether the event's caller made the resource that was judged; false if it is a younger one of
 *     the same name
 */
public record Outcome(
        Kind kind,
        List<Finding> findings,
        List<String> writes,
        List<String> planned,
        Instant closedAt,
        int looks,
        String summary,
        boolean callerIsCreator) {

    /** The ways in which an incident ends, in the order in which a look decides them. */
    public enum Kind {
        /** The target is not there, and nothing was written. */
        GONE,
        /** The target is an older one of the same name than the one whose creation was reported. */
        STALE,
        /** The target passes every check, and nothing was written. */
        COMPLIANT,
        /** An exemption in force covers the target. */
        EXEMPT,
        /** A kill switch, a limit, flapping or a required approval stopped it; a person releases it. */
        HELD,
        /** Nothing may be written; says what would be. */
        PLANNED,
        /** Written, and seen on a later read to be gone or compliant. */
        REMEDIATED,
        /** The target was not ready before the deadline, and nothing was written. */
        TIMED_OUT,
        /** Cannot go on; says why and what to do. */
        FAILED;

        /** Returns whether a person has to see to the target: FAILED, TIMED_OUT or HELD. */
        public boolean unresolved() {
            return switch (this) {
                case HELD, TIMED_OUT, FAILED -> true;
                case GONE, STALE, COMPLIANT, EXEMPT, PLANNED, REMEDIATED -> false;
            };
        }
    }

    public Outcome {
        findings = List.copyOf(findings);
        writes = List.copyOf(writes);
        planned = List.copyOf(planned);
    }
}
