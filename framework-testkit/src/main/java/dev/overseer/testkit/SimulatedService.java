package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;

/**
 * One AWS service in memory: what {@link FakeAws} hands requests to.
 *
 * <p>Keeps its resources by account and region, follows a clock, and is called from several threads at once. Install one
 * simulator in two {@code FakeAws} to tell two callers of the same AWS apart.
 */
public interface SimulatedService {

    /** Returns the name with which requests to the service are signed, such as {@code glue}. */
    String service();

    /** Returns the protocol that the service speaks. */
    Protocol protocol();

    /** Returns the operation that a request asks for. To be implemented where paths and methods name it, as in S3. */
    default String operation(AwsRequest request) {
        return protocol().operation(request);
    }

    /** Answers a call; with {@link Answer#notSimulated} where it does not know the operation. */
    Answer handle(AwsCall call);

    /**
     * Returns the ARN of the resource that a call is about, as IAM has it: for messages that deny it, and to hold it against
     * policies. {@code *} for an action that IAM knows no resource of.
     */
    default String resource(AwsCall call) {
        return "*";
    }

    /** Returns whether {@link #seed} can bring about what the event reports. Never true of another service's event. */
    default boolean simulates(CloudTrailEvent event) {
        return false;
    }

    /**
     * Brings about what a successful call reports: creates the resource as of the event's time, together with what it
     * refers to, in the event's account and region. Called once for each event id, only if {@link #simulates} says so.
     * Tolerates parameters of any type: what AWS could not have stored is left out.
     */
    default void seed(CloudTrailEvent event) {
        throw new IllegalArgumentException("%s does not simulate %s".formatted(service(), event));
    }

    /**
     * Makes a resource go away without a call of the API, as if its owner had deleted it, and returns whether it was there.
     * Does nothing with a resource of another type than the service's. {@link PluginContract} needs it to show that a
     * control ends well when its resource vanishes at any point.
     */
    default boolean vanish(ResourceRef target) {
        return false;
    }
}
