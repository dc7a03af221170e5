package dev.overseer.sinks.notify;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.Finding;
import dev.overseer.api.RemediationPlugin;
import dev.overseer.plugin.glue.GluePlugin;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.notice.Message;
import dev.overseer.runtime.notice.Message.Digest;
import dev.overseer.runtime.notice.Message.Group;
import dev.overseer.runtime.notice.Message.Single;
import dev.overseer.runtime.notice.Notice;
import dev.overseer.runtime.notice.Notice.Announced;
import dev.overseer.runtime.notice.Notice.Over;
import dev.overseer.testkit.EventBuilder;
import dev.overseer.testkit.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is told of Glue development endpoints. */
final class Notices {
    static final Instant NOW = Events.TIME.plus(Duration.ofMinutes(8));
    static final String ANN = "arn:aws:sts::123456789012:assumed-role/developer/ann";

    static final ControlDescriptor CONTROL = control(new GluePlugin());

    private static final List<Finding> FINDINGS = List.of(
            new Finding("security-configuration", "has no security configuration"),
            new Finding("subnet", "is in no subnet"));

    private Notices() {}

    static Message remediated(String endpoint) {
        return new Single(over(incident(endpoint), Kind.REMEDIATED));
    }

    static Message announced(String endpoint) {
        return new Single(new Announced(CONTROL, incident(endpoint), FINDINGS, NOW.plus(Duration.ofHours(4)), NOW));
    }

    static Message told(String endpoint, Kind kind) {
        return new Single(over(incident(endpoint), kind));
    }

    /** A notice in which everything that somebody outside can choose is the same text. */
    static Over hostile(String text) {
        Incident incident = incident(event(text).by("arn:aws:sts::123456789012:assumed-role/developer/" + text), text);
        return new Over(
                CONTROL,
                incident,
                new Outcome(
                        Kind.FAILED,
                        List.of(new Finding("subnet", "is in " + text)),
                        List.of("glue:DeleteDevEndpoint"),
                        List.of("glue:DeleteDevEndpoint with {EndpointName=" + text + "}"),
                        NOW,
                        3,
                        "cannot delete " + text,
                        true));
    }

    static Digest storm(int size) {
        List<Notice> first = IntStream.range(0, Math.min(size, 5))
                .<Notice>mapToObj(i -> over(incident("storm-" + i), i == 0 ? Kind.FAILED : Kind.REMEDIATED))
                .toList();
        Map<Group, Integer> counts = new LinkedHashMap<>();
        counts.put(new Group(CONTROL.id(), "FAILED"), 1);
        counts.put(new Group(CONTROL.id(), "REMEDIATED"), size - 1);
        return new Digest(NOW, NOW.plus(Duration.ofSeconds(59)), counts, first);
    }

    static Over over(Incident incident, Kind kind) {
        return new Over(
                CONTROL,
                incident,
                new Outcome(kind, FINDINGS, List.of("glue:DeleteDevEndpoint"), List.of(), NOW, 3, "deleted", true));
    }

    static Incident incident(String endpoint) {
        return incident(event(endpoint), endpoint);
    }

    static Incident incident(Cause cause, String endpoint) {
        return Incident.open(
                CONTROL.id(), event(endpoint).event().resource("AWS::Glue::DevEndpoint", endpoint), cause, Events.TIME);
    }

    private static Incident incident(EventBuilder event, String endpoint) {
        return incident(new Cause.Reported(event.event(), true), endpoint);
    }

    private static EventBuilder event(String endpoint) {
        return Events.apiCall("glue", "CreateDevEndpoint")
                .request("endpointName", endpoint)
                .by(ANN);
    }

    private static ControlDescriptor control(RemediationPlugin plugin) {
        return plugin.controls().stream()
                .map(control -> control.descriptor())
                .filter(control -> control.id().equals("glue-dev-endpoint"))
                .findFirst()
                .orElseThrow();
    }
}
