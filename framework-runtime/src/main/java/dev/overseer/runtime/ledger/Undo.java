package dev.overseer.runtime.ledger;

import dev.overseer.api.ResourceRef;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person has a remediation undone by. From the moment in which it begins, the control leaves the resource alone, so
 * that it does not fight for what it is about to lose.
 *
 * @param incident the id of the remediated incident
 * @param journal under which id its writes are in the journal: they are no writes of the incident
 * @param control the id of the control that leaves the target alone
 * @param by who, as STS knows them
 * @param until when the control may act on the target again
 * @param end empty while it is under way, or if its process is gone
 */
public record Undo(
        String incident,
        String journal,
        String control,
        ResourceRef target,
        String by,
        String reason,
        Instant at,
        Instant until,
        Optional<End> end) {

    /** How an undo ended. */
    public record End(Result result, String summary, Instant at) {}

    /** What an undo came to. */
    public enum Result {
        /** The resource was seen to be what it was before. */
        UNDONE,
        /** Something was written, or may have been, but the resource was not seen to be what it was before. */
        UNDONE_IN_PART,
        /** Nothing was written. */
        NOT_UNDONE
    }

    /** Returns this undo as it ended. */
    public Undo ended(Result result, String summary, Instant when) {
        return new Undo(
                incident, journal, control, target, by, reason, at, until, Optional.of(new End(result, summary, when)));
    }

    /** Returns whether the resource was seen to be what it was before. */
    public boolean isDone() {
        return end.map(how -> how.result() == Result.UNDONE).orElse(false);
    }

    /** Returns whether the control leaves the target alone. */
    public boolean exempts(Instant now) {
        return now.isBefore(until)
                && end.map(how -> how.result() != Result.NOT_UNDONE).orElse(true);
    }

    /** Returns whether nobody else can begin another one: it is done, or under way. */
    public boolean stands(Instant now) {
        return isDone() || (end.isEmpty() && exempts(now));
    }

    /** Returns the exemption in words, as outcomes quote it. */
    public String exemption() {
        return "%s, says %s, until %s".formatted(reason, by, until);
    }
}
