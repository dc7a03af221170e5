package dev.overseer.lambda;

import dev.overseer.runtime.decision.DecisionPolicy;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Ledger;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.WriteIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Has a ledger do what it does for a remediation that has to wait.
 *
 * @param ledger over {@link CannedHttp#empty}
 */
record LedgerPriming(Ledger ledger) {
    void run(Incident incident, Instant now) {
        ledger.writes(incident.id());
        ledger.keep(entry(incident, new Standing.Open("the snapshot", now, now, now, List.of()), now));
        ledger.claim(new WriteIntent(
                incident.id(),
                "overseer:Priming",
                "priming",
                List.of(),
                "{}",
                new Stake(incident.control(), incident.target(), Limits.STANDARD, false),
                now,
                Duration.ZERO));
        ledger.close(entry(
                incident,
                new Standing.Over(
                        new Outcome(Outcome.Kind.REMEDIATED, List.of(), List.of(), List.of(), now, 1, "primed", false)),
                now));
    }

    private static IncidentEntry entry(Incident incident, Standing standing, Instant now) {
        return new IncidentEntry(
                incident,
                standing,
                DecisionPolicy.dryRun()
                        .ruling(
                                incident.control(),
                                incident.target().account(),
                                incident.target().region()),
                Installation.UNKNOWN,
                now);
    }
}
