package dev.overseer.testkit;

import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.decision.Limits;
import dev.overseer.runtime.decision.Mode;
import dev.overseer.runtime.decision.Provenance;
import dev.overseer.runtime.decision.Ruling;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.ledger.IncidentEntry;
import dev.overseer.runtime.ledger.IncidentEntry.Standing;
import dev.overseer.runtime.ledger.Installation;
import dev.overseer.runtime.ledger.Release;
import dev.overseer.runtime.ledger.Stake;
import dev.overseer.runtime.ledger.Undo;
import dev.overseer.runtime.ledger.WriteIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What ledgers are tried with. */
final class LedgerSamples {
    static final String CONTROL = "glue-dev-endpoint";
    static final String DELETE = "glue:DeleteDevEndpoint";
    static final Instant NOW = Instant.parse("2026-01-15T10:00:00.123456789Z");
    static final Duration PATIENCE = Duration.ofMinutes(1);
    static final List<Finding> FINDINGS = List.of(
            new Finding("subnet", "is in no subnet"), new Finding("encryption", "has no security configuration"));

    /** Whatever somebody may call a resource, or say in a reason. */
    static final String ODD = "it's \"odd\"; DROP TABLE incident;--\n\r\t\u0000 \u2028 %_*? <b> ü 日本 \uD83D\uDE00 \\ ";

    private static final Installation INSTALLATION =
            new Installation("1.2.3", Map.of("glue", "1.2.3", "s3", "unknown"), "e3b0c44298fc1c14");

    private LedgerSamples() {}

    /** Returns an incident of an endpoint, which has an event of its own. */
    static Incident incident(String endpoint) {
        return incident(CONTROL, FakeAws.ACCOUNT, endpoint, event(endpoint));
    }

    static Incident incident(String control, String account, String endpoint) {
        return incident(control, account, endpoint, event(endpoint).account(account));
    }

    static Incident incident(String control, String account, String endpoint, EventBuilder event) {
        ResourceRef target = ResourceRef.of(account, FakeAws.REGION, "AWS::Glue::DevEndpoint", endpoint);
        return Incident.open(control, target, event.event(), true, NOW.minusSeconds(420));
    }

    /** Returns the incident of an endpoint that a sweep came upon. */
    static Incident swept(String endpoint, Instant startedAt) {
        ResourceRef target = ResourceRef.of(FakeAws.ACCOUNT, FakeAws.REGION, "AWS::Glue::DevEndpoint", endpoint);
        return Incident.open(CONTROL, target, new Cause.Swept(startedAt), NOW.minusSeconds(420));
    }

    static EventBuilder event(String endpoint) {
        return Events.apiCall("glue", "CreateDevEndpoint").request("endpointName", endpoint);
    }

    static IncidentEntry open(Incident incident, Instant at) {
        return entry(
                incident,
                new Standing.Open("READY", at.plusSeconds(60), at.plusSeconds(1800), at.plusSeconds(7200), FINDINGS),
                at);
    }

    static IncidentEntry over(Incident incident, Outcome.Kind kind, Instant at) {
        Outcome outcome = new Outcome(
                kind,
                FINDINGS,
                List.of(DELETE),
                List.of(DELETE + " with {EndpointName=test1}"),
                at,
                3,
                "gone, as " + kind,
                false);
        return entry(incident, new Standing.Over(outcome), at);
    }

    static WriteIntent delete(Incident incident, Instant at) {
        return delete(incident, Limits.NONE, at);
    }

    static WriteIntent delete(Incident incident, Limits limits, Instant at) {
        return intent(incident, DELETE, "d1gest", new Stake(incident.control(), incident.target(), limits, false), at);
    }

    static WriteIntent approved(Incident incident, Limits limits, Instant at) {
        return intent(incident, DELETE, "d1gest", new Stake(incident.control(), incident.target(), limits, true), at);
    }

    static WriteIntent intent(Incident incident, String action, String request, Stake stake, Instant at) {
        return new WriteIntent(
                incident.id(), action, request, FINDINGS, "{\"endpointName\":\"test1\"}", stake, at, PATIENCE);
    }

    static Release approval(Incident unresolved, String by) {
        return new Release(
                Release.Kind.APPROVED,
                unresolved.id(),
                unresolved.successor(NOW).id(),
                FINDINGS,
                by,
                "looked at it: " + ODD,
                NOW);
    }

    static Undo undo(Incident remediated, Instant at, Instant until) {
        return new Undo(
                remediated.id(),
                remediated.undoneBy("undo:" + remediated.control(), at).id(),
                remediated.control(),
                remediated.target(),
                "arn:aws:sts::123456789012:assumed-role/operator/ann",
                "it broke something: " + ODD,
                at,
                until,
                Optional.empty());
    }

    private static IncidentEntry entry(Incident incident, Standing standing, Instant at) {
        return new IncidentEntry(
                incident, standing, new Ruling(Mode.ENFORCE, new Provenance("overseer.yaml:4:24")), INSTALLATION, at);
    }
}
