package dev.overseer.testkit;

import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.ResourceRef;
import java.util.Optional;

/** One kind of resource in a simulated Glue. Not safe for several threads: {@link GlueSimulator} sees to that. */
interface GluePart {

    /** Answers a call; empty if the operation is another part's. */
    Optional<Answer> handle(AwsCall call);

    /** Returns the ARN of the resource that a call is about, or {@code *}; empty if the operation is another part's. */
    Optional<String> resource(AwsCall call);

    /** Returns whether {@link #seed} can bring about what an event of this name reports. */
    boolean simulates(String eventName);

    /** Brings about what an event reports; nothing if it names nothing. */
    void seed(CloudTrailEvent event);

    /** Returns whether there is a resource of this name, in any account and region. */
    boolean exists(String name);

    /** Makes every resource of this name go away without a call of the API. */
    void vanish(String name);

    /** Makes a resource go away likewise, and returns whether it was there; false for one of another part. */
    boolean vanish(ResourceRef target);
}
