package dev.overseer.cli;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.event.EventRow;
import dev.overseer.runtime.event.IgnoredReason;
import dev.overseer.runtime.event.Reading;
import dev.overseer.runtime.incident.Incident;
import dev.overseer.runtime.incident.Judgement;
import dev.overseer.runtime.incident.Outcome;
import dev.overseer.runtime.incident.Step;
import dev.overseer.runtime.incident.SweepRequest;

/** What a command has to say about one event, or one target of it. */
sealed interface Result {

    /** An incident that ended. */
    record Closed(Incident incident, Outcome outcome) implements Result {}

    /** An incident that is still open when the command ends. */
    record Suspended(Incident incident, String reason) implements Result {}

    /** A place whose resources could not be listed, or not to the end. */
    record NotSwept(SweepRequest request, String reason) implements Result {}

    /** An incident that was closed before, or is under way: there is nothing to say about it. */
    record SeenAgain() implements Result {}

    /** What an event alone says about one of its targets. */
    record Judged(String control, ResourceRef target, CloudTrailEvent event, Judgement judgement) implements Result {}

    /** An event that opened nothing. */
    record Ignored(IgnoredReason reason, EventRow event) implements Result {}

    /** Input that could not be read. */
    record Unreadable(Reading.Unreadable reading) implements Result {}

    /** Returns the result of a look that ended an incident. */
    static Result of(Step.Closed step) {
        return step.news() ? new Closed(step.incident(), step.outcome()) : new SeenAgain();
    }

    /** Returns the result of an incident that is left open. */
    static Result of(Step.Suspended step) {
        return new Suspended(step.incident(), step.reason());
    }
}
