package dev.overseer.cli.summary;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.cli.history.Fingerprint;
import dev.overseer.runtime.event.Caller;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Judgement.Verdict;
import java.time.Instant;
import java.util.List;

/** As much of a result as a summary needs: small, since many wait at once to be added up. */
public sealed interface Sighting {

    /**
     * What an event said about one target.
     *
     * @param checks those that failed
     * @param principal who called: a role, not its session
     */
    record Judged(
            Fingerprint id,
            String control,
            Verdict verdict,
            List<String> checks,
            String account,
            String region,
            Instant time,
            String principal)
            implements Sighting {}

    /** An event that no control judged. */
    record Ignored(Fingerprint id, IgnoredReason reason) implements Sighting {}

    /** What could not be read. */
    record Unreadable(Reading.Unreadable reading) implements Sighting {}

    /** Returns what a control found. */
    static Sighting of(String control, ResourceRef target, CloudTrailEvent event, Judgement judgement) {
        return new Judged(
                Fingerprint.of(event.id(), control, target.account(), target.region(), target.type(), target.id()),
                control,
                judgement.verdict(),
                judgement.findings().stream().map(Finding::check).toList(),
                target.account(),
                target.region(),
                event.time(),
                Caller.of(event).issuer());
    }

    /** Returns an event that was ignored. */
    static Sighting of(IgnoredReason reason, EventRow row) {
        return new Ignored(Fingerprint.of(row.id(), row.name(), row.account(), row.region()), reason);
    }
}
