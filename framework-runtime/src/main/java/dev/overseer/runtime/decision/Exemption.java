package dev.overseer.runtime.decision;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import dev.overseer.runtime.event.Caller;
import dev.overseer.runtime.event.EventMatch;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A resource, or what somebody does, that is left alone for a time.
 *
 * @param control the id of the one control that it is about; empty for all
 * @param subject what it covers
 * @param reason why, for those who find it
 * @param owner who answers for it, such as a mail address
 * @param until when it ends; it does not apply then any more
 */
public record Exemption(
        Optional<String> control, Subject subject, String reason, String owner, Instant until, Provenance said) {

    /** What an exemption covers. */
    public sealed interface Subject {

        /** Returns it in words, after "by". */
        default String text() {
            return switch (this) {
                case Resource(Glob id) -> "the resource " + id.text();
                case Principal(Glob arn) -> "the principal " + arn.text();
                case Event(EventMatch pattern) -> "an event pattern";
                case Tag(String key, String value) -> "the tag %s=%s".formatted(key, value);
            };
        }

        /** Resources whose id matches: {@code *} stands for any characters, and nothing else is special. */
        record Resource(Glob id) implements Subject {}

        /** What a user, or anybody in a role, did. Matches the ARN of the user or of the role, never a session's name. */
        record Principal(Glob arn) implements Subject {}

        /** What an event pattern matches. */
        record Event(EventMatch pattern) implements Subject {}

        /** Resources with a tag, if the control says that a tag may exempt. */
        record Tag(String key, String value) implements Subject {}
    }

    /** Returns whether it is in force at a time. */
    public boolean isInForce(Instant now) {
        return now.isBefore(until);
    }

    /** Returns whether it is about a control. */
    public boolean concerns(String id) {
        return control.map(id::equals).orElse(true);
    }

    /** Returns whether only the event can tell if it applies: a sweep, which has none, then must not write. */
    public boolean needsEvent() {
        return switch (subject) {
            case Subject.Principal principal -> true;
            case Subject.Event event -> true;
            case Subject.Resource resource -> false;
            case Subject.Tag tag -> false;
        };
    }

    /** Returns whether it asks for the resource's tags. */
    public boolean needsTags() {
        return subject instanceof Subject.Tag;
    }

    /** Returns it in words, as outcomes quote it. */
    public String text() {
        return "%s, says %s, until %s".formatted(reason, owner, until);
    }

    /** Returns whether it covers a target, or might if the target had its tag. */
    public boolean mayCover(ResourceRef target, Optional<CloudTrailEvent> event) {
        return needsTags() || covers(target, event, Map.of());
    }

    /** Without an event, those do not cover that {@linkplain #needsEvent need} it. */
    boolean covers(ResourceRef target, Optional<CloudTrailEvent> event, Map<String, String> tags) {
        return switch (subject) {
            case Subject.Resource(Glob id) -> id.matches(target.id());
            case Subject.Principal(Glob arn) ->
                event.map(Caller::of)
                        .filter(caller -> arn.matches(caller.issuer()))
                        .isPresent();
            case Subject.Event(EventMatch pattern) ->
                event.filter(pattern::matches).isPresent();
            case Subject.Tag(String key, String value) -> value.equals(tags.get(key));
        };
    }
}
