package dev.overseer.sinks.notify;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.Finding;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.incident.Cause;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Outcome.Kind;
import dev.overseer.runtime.notice.Notice;
import dev.overseer.runtime.notice.Notice.Announced;
import dev.overseer.runtime.notice.Notice.Over;
import dev.overseer.sinks.notify.Letter.Block;
import dev.overseer.sinks.notify.Letter.Copied;
import dev.overseer.sinks.notify.Letter.Fact;
import dev.overseer.sinks.notify.Letter.Facts;
import dev.overseer.sinks.notify.Letter.Mood;
import dev.overseer.sinks.notify.Letter.Points;
import java.util.ArrayList;
import java.util.List;

/** The letter about one incident: what, who did it, why, what was done, and how to ask for an exemption. */
final class NoticeLetter {
    private final Notice notice;
    private final Incident incident;
    private final List<Block> blocks = new ArrayList<>();

    private NoticeLetter(Notice notice) {
        this.notice = notice;
        this.incident = notice.incident();
    }

    static Letter of(Notice notice) {
        return new NoticeLetter(notice).letter();
    }

    private Letter letter() {
        addFacts();
        switch (notice) {
            case Announced announced -> addAnnouncement(announced);
            case Over over -> addOutcome(over.outcome());
        }
        return new Letter(
                mood(),
                notice.state() + ": " + meaning(),
                Prose.sentence(notice.control().title()),
                blocks);
    }

    private Mood mood() {
        return switch (notice) {
            case Announced announced -> Mood.WARNING;
            case Over over when over.outcome().kind().unresolved() -> Mood.ALARM;
            case Over over when over.outcome().kind() == Kind.PLANNED -> Mood.WARNING;
            case Over over -> Mood.CALM;
        };
    }

    private String meaning() {
        return switch (notice) {
            case Announced announced -> "it will be put right from %s on".formatted(Prose.time(announced.until()));
            case Over over -> meaning(over.outcome().kind());
        };
    }

    private static String meaning(Kind kind) {
        return switch (kind) {
            case GONE -> "it was gone before anything was done";
            case STALE -> "it is older than what was reported";
            case COMPLIANT -> "it passes every check";
            case EXEMPT -> "an exemption covers it";
            case HELD -> "it waits for a person's leave";
            case PLANNED -> "nothing was done, this is what would be";
            case REMEDIATED -> "it was put right";
            case TIMED_OUT -> "it was not ready in time, and nothing was done";
            case FAILED -> "it could not be put right, a person has to see to it";
        };
    }

    private void addFacts() {
        ResourceRef target = incident.target();
        ControlDescriptor control = notice.control();
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("What", Prose.name(target.type()), Prose.name(target.id())));
        facts.add(Fact.of("Where", "account " + target.account(), "region " + target.region()));
        facts.add(who());
        facts.add(Fact.of("Control", Prose.name(control.id()), "severity " + control.severity()));
        facts.add(Fact.of("Incident", incident.id(), notice.state(), "at " + Prose.time(notice.at())));
        blocks.add(new Facts(facts));
    }

    private Fact who() {
        return switch (incident.cause()) {
            case Cause.Reported(var event, boolean creation) -> {
                List<String> lines = new ArrayList<>();
                lines.add(Prose.name(event.principal()));
                lines.add("called " + Prose.name(event.name()));
                lines.add("at " + Prose.time(event.time()));
                if (creation && !isCreator()) {
                    lines.add("but did not make what is there now, which is younger");
                }
                yield new Fact("Who", lines);
            }
            case Cause.Swept swept ->
                Fact.of("Who", "not known", "a sweep found it", "begun at " + Prose.time(swept.startedAt()));
        };
    }

    private boolean isCreator() {
        return switch (notice) {
            case Over over -> over.outcome().callerIsCreator();
            case Announced announced -> true;
        };
    }

    private void addAnnouncement(Announced announced) {
        addFindings(announced.findings());
        blocks.add(new Points(
                "What will be done, unless it is right by then",
                Prose.first(notice.control().writes().stream()
                        .map(write -> "From %s on, call %s"
                                .formatted(Prose.time(announced.until()), Prose.name(write.name())))
                        .toList())));
        blocks.add(exemption());
    }

    private void addOutcome(Outcome outcome) {
        addFindings(outcome.findings());
        List<String> done = new ArrayList<>();
        if (!outcome.summary().isBlank()) {
            done.add(Prose.sentence(outcome.summary()));
        }
        outcome.writes().forEach(write -> done.add("called " + Prose.sentence(write)));
        outcome.planned().forEach(call -> done.add("would call " + Prose.sentence(call)));
        if (outcome.kind() == Kind.REMEDIATED && !notice.control().restores().isEmpty()) {
            done.add("It can be undone: overseer undo %s --reason TEXT".formatted(incident.id()));
        }
        if (!done.isEmpty()) {
            blocks.add(new Points("What was done", Prose.first(done)));
        }
        if (isOfUse(outcome.kind())) {
            blocks.add(exemption());
        }
    }

    private void addFindings(List<Finding> findings) {
        if (!findings.isEmpty()) {
            blocks.add(new Points(
                    "Why",
                    Prose.first(findings.stream()
                            .map(finding -> Prose.sentence(
                                    "The resource %s (%s)".formatted(finding.message(), finding.check())))
                            .toList())));
        }
    }

    /** Returns whether somebody may now want the resource, or the next one of its name, to be left alone. */
    private static boolean isOfUse(Kind kind) {
        return switch (kind) {
            case HELD, PLANNED, REMEDIATED, TIMED_OUT, FAILED -> true;
            case GONE, STALE, COMPLIANT, EXEMPT -> false;
        };
    }

    private Copied exemption() {
        return new Copied(
                "To have it left alone, send this to whoever runs Overseer, with a reason and an owner",
                ExemptionRequest.yaml(incident, notice.at()));
    }
}
