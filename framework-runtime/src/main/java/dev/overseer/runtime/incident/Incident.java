package dev.overseer.runtime.incident;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One target of one event or sweep under one control: all that must survive from one look to the next. Immutable.
 *
 * <p>What was written is not here but in the ledger, since an incident travels through queues and its document is not
 * trusted.
 *
 * @param control the control's id
 * @param cause what was reported, or which sweep came upon the target
 * @param predecessor the id of the unresolved incident that this one follows by a person's leave, if it does
 * @param openedAt by the engine's clock
 * @param looks how many looks have ended
 * @param retries how many of them in a row, up to the last, AWS did not answer
 * @param checkpoint what the control left behind for its next step
 * @param missingSince when the target was first looked for in vain, if it was missing in the last look
 * @param unansweredSince when AWS stopped answering, if it did not answer the last look
 * @param unanswered for how long AWS did not answer before that; such time does not count against the deadline
 * @param told what the ledger was told of its wait
 */
public record Incident(
        String control,
        ResourceRef target,
        Cause cause,
        Optional<String> predecessor,
        Instant openedAt,
        int looks,
        int retries,
        Optional<String> checkpoint,
        Optional<Instant> missingSince,
        Optional<Instant> unansweredSince,
        Duration unanswered,
        Optional<Told> told) {
    private static final int ID_LENGTH = 26;
    private static final Pattern ID = Pattern.compile("[a-z2-7]{" + ID_LENGTH + "}");

    /** Returns whether a text has the shape of an incident's id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * A wait that the ledger knows of. A look after which it goes on is no transition, and is not kept.
     *
     * @param awaited what for
     * @param until how long it may last
     */
    public record Told(String awaited, Instant until) {
        /** For how long a ledger that was told of a wait need not hear of it again, unless nobody looks at it before. */
        public static final Duration LONGEST = Duration.ofHours(1);

        /** Returns whether a wait until the next look is nothing new. */
        public boolean covers(String nowAwaited, Instant nextLook) {
            return awaited.equals(nowAwaited) && !nextLook.isAfter(until);
        }
    }

    /** Opens the incident of an event. */
    public static Incident open(
            String control, ResourceRef target, CloudTrailEvent event, boolean creation, Instant openedAt) {
        return open(control, target, new Cause.Reported(event, creation), openedAt);
    }

    /** Opens an incident. */
    public static Incident open(String control, ResourceRef target, Cause cause, Instant openedAt) {
        return new Incident(
                control,
                target,
                cause,
                Optional.empty(),
                openedAt,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty());
    }

    /** Opens the incident that follows this one: of the same cause, and to be read, checked and decided anew. */
    public Incident successor(Instant now) {
        return followedBy(control, now);
    }

    /**
     * Opens the incident in which a person undoes what was done in this one.
     *
     * @param undoing the id of what stands in for the control
     */
    public Incident undoneBy(String undoing, Instant now) {
        return followedBy(undoing, now);
    }

    private Incident followedBy(String itsControl, Instant now) {
        return new Incident(
                itsControl,
                target,
                cause,
                Optional.of(id()),
                now,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty());
    }

    /**
     * Returns what identifies the incident: the same event, delivered again, has the same incident. Computed at each call:
     * the first 26 base32 characters of a SHA-256 over control, {@link Cause#id} and target, and over the predecessor where
     * there is one.
     */
    public String id() {
        String identity = String.join(
                "\0",
                control,
                cause.id(),
                target.partition(),
                target.account(),
                target.region(),
                target.type(),
                target.id());
        String lineage = predecessor.map(id -> identity + "\0" + id).orElse(identity);
        byte[] hash =
                Hashing.sha256().hashString(lineage, StandardCharsets.UTF_8).asBytes();
        return BaseEncoding.base32().lowerCase().omitPadding().encode(hash).substring(0, ID_LENGTH);
    }

    /** Returns the event that was reported; empty if a sweep came upon the target. */
    public Optional<CloudTrailEvent> event() {
        return switch (cause) {
            case Cause.Reported(CloudTrailEvent event, boolean creation) -> Optional.of(event);
            case Cause.Swept swept -> Optional.empty();
        };
    }

    /** Returns who caused the event; blank if a sweep came upon the target, which tells nothing of who made it so. */
    public String principal() {
        return event().map(CloudTrailEvent::principal).orElse("");
    }

    /** Returns the incident after a look in which AWS answered. */
    public Incident answered(Instant at) {
        return with(looks, 0, checkpoint, missingSince, Optional.empty(), unansweredUntil(at), told);
    }

    /**
     * Returns the incident after a look in which AWS did not answer, at least not everything.
     *
     * @param retriesBefore what {@link #retries} was when the look began
     */
    public Incident unanswered(Instant at, int retriesBefore) {
        return with(
                looks,
                retriesBefore + 1,
                checkpoint,
                missingSince,
                Optional.of(unansweredSince.orElse(at)),
                unanswered,
                told);
    }

    /** Returns the incident with one more look behind it. */
    public Incident looked() {
        return with(looks + 1, retries, checkpoint, missingSince, unansweredSince, unanswered, told);
    }

    /** Returns the incident with what the ledger was told of its wait. */
    public Incident told(Told wait) {
        return with(looks, retries, checkpoint, missingSince, unansweredSince, unanswered, Optional.of(wait));
    }

    /** Returns the incident with what the control leaves behind for its next step. */
    public Incident withCheckpoint(Optional<String> value) {
        return with(looks, retries, value, missingSince, unansweredSince, unanswered, told);
    }

    /** Returns the incident with the time since when its target is missing; empty if it is there. */
    public Incident withMissingSince(Optional<Instant> value) {
        return with(looks, retries, checkpoint, value, unansweredSince, unanswered, told);
    }

    /**
     * Returns the incident with what it says about its times cut down to what can have been: no time before it was opened
     * or after now, no longer outage than it is old, no more retries than looks, no wait of hours of which the ledger knows.
     * Of an incident that an engine wrote, nothing else is cut but the difference between two clocks.
     */
    public Incident believableAt(Instant now) {
        return openedAt.isAfter(now) ? openedBy(now).believableAt(now) : withBelievableWaits(now);
    }

    private Incident openedBy(Instant at) {
        return new Incident(
                control,
                target,
                cause,
                predecessor,
                at,
                looks,
                retries,
                checkpoint,
                missingSince,
                unansweredSince,
                unanswered,
                told);
    }

    private Incident withBelievableWaits(Instant now) {
        return with(
                looks,
                Math.min(retries, looks),
                checkpoint,
                missingSince.map(since -> between(openedAt, since, now)),
                unansweredSince.map(since -> between(openedAt, since, now)),
                between(Duration.ZERO, unanswered, Duration.between(openedAt, now)),
                told.filter(wait -> !wait.until().isAfter(now.plus(Told.LONGEST))));
    }

    private static <T extends Comparable<T>> T between(T first, T value, T last) {
        if (value.compareTo(first) < 0) {
            return first;
        }
        return value.compareTo(last) > 0 ? last : value;
    }

    /** Returns for how long AWS has not answered in all, the outage under way included. */
    public Duration unansweredUntil(Instant now) {
        return unansweredSince
                .map(since -> unanswered.plus(Duration.between(since, now)))
                .orElse(unanswered);
    }

    /** Returns the same incident, further on. */
    private Incident with(
            int newLooks,
            int newRetries,
            Optional<String> newCheckpoint,
            Optional<Instant> newMissingSince,
            Optional<Instant> newUnansweredSince,
            Duration newUnanswered,
            Optional<Told> newTold) {
        return new Incident(
                control,
                target,
                cause,
                predecessor,
                openedAt,
                newLooks,
                newRetries,
                newCheckpoint,
                newMissingSince,
                newUnansweredSince,
                newUnanswered,
                newTold);
    }
}
