package dev.overseer.api;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;

/** What the framework lends a control for one look at one incident. Not to be kept, nor handed to another thread. */
public interface ControlContext {

    /** Returns the event that opened the incident; empty in a sweep. */
    Optional<CloudTrailEvent> event();

    /**
     * Returns the resource that the incident is about; while resources are {@linkplain Control#discover discovered}, the id
     * is {@code *}, and only partition, account and region mean anything.
     */
    ResourceRef target();

    /** Returns a reference to a resource in the target's account and region. */
    default ResourceRef resource(String type, String id) {
        ResourceRef target = target();
        return new ResourceRef(target.partition(), target.account(), target.region(), type, id);
    }

    /**
     * Returns what the previous step left behind with {@link Progress.Waiting#withCheckpoint}. It has travelled through a
     * queue, so treat it as data from outside: a hint, never an authorisation.
     */
    Optional<String> checkpoint();

    /**
     * Returns a client for the target's account and region, as in {@code context.client(GlueClient::builder)}.
     *
     * <p>The client calls only actions that the control has declared, and in a dry run only those that read; anything
     * else ends in an exception that is not meant to be caught. Asking is cheap: clients are shared. Never close one.
     */
    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(Supplier<B> builder);

    /**
     * Returns the control's settings: the declared defaults with the operator's values on top.
     *
     * @throws IllegalArgumentException if the control's descriptor declares no settings of this type
     */
    <T extends Record> T settings(Class<T> type);
}
