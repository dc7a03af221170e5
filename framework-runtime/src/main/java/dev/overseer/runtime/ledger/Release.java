package dev.overseer.runtime.ledger;

import dev.overseer.api.Finding;
import java.time.Instant;
import java.util.List;

/**
 * A person's leave to look at an unresolved incident again. It opens a successor, which is read, checked and decided anew.
 *
 * @param predecessor the id of the unresolved incident
 * @param successor the id of the one that follows it
 * @param findings what the person was shown
 * @param by who, as STS knows them
 */
public record Release(
        Kind kind, String predecessor, String successor, List<Finding> findings, String by, String reason, Instant at) {

    /** What leave was given. */
    public enum Kind {
        /** To do what was held. */
        APPROVED,
        /** To try again. */
        RETRIED
    }

    public Release {
        findings = List.copyOf(findings);
    }
}
