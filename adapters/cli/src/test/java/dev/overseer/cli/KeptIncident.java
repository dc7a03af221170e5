package dev.overseer.cli;

import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.ledger.Claim;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.LedgerArchive;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.WriteIntent;
import dev.overseer.runtime.ledger.WriteResult;
import dev.overseer.testkit.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An incident for a ledger, made up without a run.
 *
 * @param at when it came to stand where it does
 * @param took how long before that its event was
 */
public record KeptIncident(
        String endpoint, String control, String account, String principal, Instant at, Duration took, String summary) {
    private static final String DELETE = "glue:DeleteDevEndpoint";
    private static final List<Finding> FINDINGS = List.of(new Finding("subnet", "has no subnet"));

    public static final String ANN = "arn:aws:iam::123456789012:user/Ann";

    public static KeptIncident of(String endpoint, Instant at) {
        return new KeptIncident(
                endpoint, "glue-dev-endpoint", "123456789012", ANN, at, Duration.ofMinutes(7), "so it is");
    }

    public KeptIncident in(String newAccount) {
        return new KeptIncident(endpoint, control, newAccount, principal, at, took, summary);
    }

    public KeptIncident under(String newControl) {
        return new KeptIncident(endpoint, newControl, account, principal, at, took, summary);
    }

    public KeptIncident by(String newPrincipal) {
        return new KeptIncident(endpoint, control, account, newPrincipal, at, took, summary);
    }

    public KeptIncident after(Duration newTook) {
        return new KeptIncident(endpoint, control, account, principal, at, newTook, summary);
    }

    public KeptIncident saying(String newSummary) {
        return new KeptIncident(endpoint, control, account, principal, at, took, newSummary);
    }

    public Incident incident() {
        return Incident.open(
                control,
                ResourceRef.of(account, "eu-west-1", "AWS::Glue::DevEndpoint", endpoint),
                Events.apiCall("glue", "CreateDevEndpoint")
                        .request("endpointName", endpoint)
                        .id("event-of-" + endpoint)
                        .at(at.minus(took))
                        .by(principal)
                        .account(account)
                        .event(),
                true,
                at.minus(took));
    }

    /** Keeps it as over; a remediated one with the call that deleted it. */
    public Incident closedIn(LedgerArchive ledger, Kind kind) {
        Incident incident = incident();
        boolean deleted = kind == Kind.REMEDIATED;
        if (deleted) {
            WriteIntent intent = new WriteIntent(
                    incident.id(),
                    DELETE,
                    "d1gest",
                    FINDINGS,
                    "{\"endpointName\":\"secret-of-before\"}",
                    new Stake(control, incident.target(), Limits.NONE, false),
                    at,
                    Duration.ofMinutes(1));
            ledger.settle((Claim.Granted) ledger.claim(intent), new WriteResult.Answered("request-1"));
        }
        Outcome outcome =
                new Outcome(kind, FINDINGS, deleted ? List.of(DELETE) : List.of(), List.of(), at, 3, summary, true);
        ledger.close(entry(incident, new Standing.Over(outcome)));
        return incident;
    }

    /** Keeps it as under way. */
    public Incident openIn(LedgerArchive ledger) {
        Incident incident = incident();
        ledger.keep(entry(
                incident,
                new Standing.Open(
                        "READY",
                        at.plusSeconds(60),
                        at.plus(Duration.ofHours(1)),
                        at.plus(Duration.ofHours(2)),
                        FINDINGS)));
        return incident;
    }

    private IncidentEntry entry(Incident incident, Standing standing) {
        return new IncidentEntry(
                incident,
                standing,
                new Ruling(Mode.ENFORCE, new Provenance("overseer.yaml:4:24")),
                Installation.UNKNOWN,
                at);
    }
}
