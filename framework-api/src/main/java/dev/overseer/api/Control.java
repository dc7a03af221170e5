package dev.overseer.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Guards one kind of AWS resource: which events concern it, how to read it, what may be wrong with it, and how to put it
 * right.
 *
 * <p>For every event that one of its patterns selects, the framework calls, in this order:
 *
 * <ol>
 *   <li>{@link #targets} for the resources the event is about; an incident is opened for each;
 *   <li>{@link #requested}, unless a live check is switched on: if the resource that the event describes passes every
 *       {@linkplain #checks check}, the incident closes as COMPLIANT without one AWS call;
 *   <li>{@link #read} for the resource as it is now, and the checks on that. Absent means GONE, passing means COMPLIANT;
 *   <li>{@link #remediate}, if a check failed and the operator's policy allows it. Then, after the delay that the returned
 *       {@link Progress} names, again from {@code read}, until the resource is gone or passes.
 * </ol>
 *
 * <p>So a control acts only on what is there now, a resource that its owner has meanwhile repaired is left alone, waiting
 * is a return value, and the read that follows a write is what proves that the write worked.
 *
 * <p>An implementation is stateless, has a public no-argument constructor, is safe to call from several threads, and
 * never sleeps or starts a thread. It makes AWS calls only through {@link ControlContext#client}, on the thread that
 * called it. Exceptions of the AWS SDK are best left alone: the framework suspends and tries again after throttling,
 * timeouts and server errors, and fails the incident at once on everything else. Catch only what carries a meaning, such
 * as {@code EntityNotFoundException}.
 *
 * @param <R> the resource as its service describes it, most often a model class of the AWS SDK
 */
public interface Control<R> {

    /** Returns the control's name, the events it wants and the AWS actions it needs. Asked once. */
    ControlDescriptor descriptor();

    /**
     * Returns the resources that the event is about; none if it names none. Pure: looks at the event and nothing else.
     *
     * @throws EventFormatException if a name in the event is not what events of this kind carry; the event is then
     *     reported as unreadable
     */
    List<ResourceRef> targets(CloudTrailEvent event);

    /**
     * Returns the resource as the event describes it, where the event is enough to judge it; empty where a value that a
     * check looks at is missing from such events, hidden or malformed. {@link CloudTrailEvent#requested} takes care of
     * what is hidden or malformed. Return empty yourself where what the event leaves out is chosen by the service, such as
     * encryption by default, or is as it was before, such as after an update. Pure, like {@link #targets}. The event alone
     * never leads to a write.
     */
    default Optional<R> requested(ResourceRef target, CloudTrailEvent event) {
        return Optional.empty();
    }

    /** Returns the resource as it is now, or empty if it does not exist. Called at the start of every look. */
    Optional<R> read(ControlContext context);

    /** Returns what is asked of every resource, at least one check; ids are unique within the control. Asked once. */
    List<Check<R>> checks();

    /**
     * Takes the next step towards a resource that passes, and says what comes after it.
     *
     * <p>Harmless when repeated: called again in every look in which a check fails, possibly in another process, after a
     * crash possibly twice. A write that the framework refuses, for example in a dry run, ends this method with an
     * exception that is not meant to be caught.
     *
     * @param resource what {@link #read} returned a moment ago
     * @param findings the checks that it failed; never empty
     * @return {@link Progress#done} when nothing is left to do, {@link Progress#waitFor} when the resource needs time,
     *     {@link Progress#failed} when it cannot be put right and another try would not change that
     */
    Progress remediate(R resource, List<Finding> findings, ControlContext context);

    /**
     * Brings the resource back to what it was before {@link #remediate} first changed it, because a person asked for it.
     * Called only where the descriptor {@linkplain ControlDescriptor#restores declares} actions for it, with these and the
     * reads allowed, after a {@link #read} that found the resource as the remediation left it. Harmless when repeated.
     *
     * <p>The framework then reads again: the resource is restored when it is described as it was before. The order of lists
     * does not count, nor do the times in model classes of the SDK. So what {@code read} returns is best a record of what
     * the control looks at and can restore, without what changes by itself.
     *
     * @param preState the resource as {@code read} returned it then, in JSON: the members of an SDK model class under their
     *     names in the service's API, the components of a record under their own. Whole: where a value is sensitive or
     *     {@linkplain ControlDescriptor#masked masked}, the framework refuses to undo
     * @return what {@code remediate} returns, with the same meaning
     */
    default Progress restore(JsonNode preState, ControlContext context) {
        return Progress.failed("this cannot be undone");
    }

    /**
     * Returns when the resource was created, if its service says so. An event of a
     * {@linkplain EventPattern#creations creation} is then never held against another resource of the same name.
     */
    default Optional<Instant> createdAt(R resource) {
        return Optional.empty();
    }

    /** Returns the resource's tags, for exemptions by tag. May call AWS with declared actions. */
    default Map<String, String> tags(R resource, ControlContext context) {
        return Map.of();
    }

    /**
     * Returns the existing resources of this kind in the account and region of {@link ControlContext#target}, for a
     * sweep, in the order in which the service lists them. The stream is consumed on the calling thread, with pauses in
     * between, so it should page lazily: take the SDK's paginators. Each resource is then read, checked and put right as if
     * an event had told of it; what lies in other regions is left to their sweeps.
     *
     * <p>Calls declared reads only: most lists need {@link AwsAction#onAnyResource}. A list that AWS does not answer is asked
     * for again from its start.
     */
    default Stream<ResourceRef> discover(ControlContext context) {
        return Stream.empty();
    }
}
