package dev.overseer.runtime.aws;

import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.ResourceRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Makes AWS clients on first use and keeps them, one for each supplier, account and region.
 *
 * <p>Configured by the SDK's standard chain ({@code AWS_PROFILE}, {@code AWS_REGION}, {@code AWS_ENDPOINT_URL} and
 * friends). The SDK's own retries are off, since the engine retries by suspending. Region, credentials, HTTP client,
 * endpoint and interceptors are set last, over the supplier's. A client has no credentials of its own: each call has those
 * of the look that it belongs to, so that a client serves many sessions. Safe for several threads.
 */
public final class AwsClients {
    private static final int MOST = 256;

    private final AwsConnection connection;
    private final ActionGuard guard;
    private final Map<Key, Object> clients = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
            // Not closed: a look may be using it. It holds nothing but memory, since the HTTP client is shared.
            return size() > MOST;
        }
    };

    public AwsClients(AwsConnection connection, ActionGuard guard) {
        this.connection = connection;
        this.guard = guard;
    }

    /** A supplier is known by its class: a method reference or lambda that captures nothing has one of its own. */
    private record Key(Class<?> supplier, String account, String region) {}

    /** Returns a client for the target's account and region, behind the guard. */
    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
            Supplier<B> builder, ResourceRef target) {
        Key key = new Key(builder.getClass(), target.account(), target.region());
        synchronized (clients) {
            @SuppressWarnings("unchecked")
            C client = (C) clients.computeIfAbsent(key, k -> build(builder.get(), target));
            return client;
        }
    }

    /**
     * Returns the credentials with which a look {@linkplain Look#actAs acts}.
     *
     * @param writes whether the look may write, or only read
     * @throws NoRoleException if the target cannot be reached
     * @throws SdkException if AWS did not answer; another try may succeed
     */
    public AwsCredentialsProvider credentials(ControlDescriptor control, ResourceRef target, boolean writes) {
        return connection.credentials().obtain(control, target, writes);
    }

    /** Returns as whom a target is worked on, for messages. */
    public String identity(ResourceRef target) {
        return connection.credentials().identity(target);
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> Object build(
            B builder, ResourceRef target) {
        if (!builder.plugins().isEmpty()) {
            throw new IllegalArgumentException(
                    "The builder of %s has SDK plugins. Remove them: they could change where and as whom it calls."
                            .formatted(builder.getClass().getSimpleName()));
        }
        return builder.region(Region.of(target.region()))
                .credentialsProvider(guard::credentials)
                .httpClient(connection.http())
                .endpointOverride(connection.endpoint().orElse(null))
                .overrideConfiguration(configuration(target))
                .build();
    }

    private ClientOverrideConfiguration configuration(ResourceRef target) {
        ClientOverrideConfiguration.Builder configuration = ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .putExecutionAttribute(ActionGuard.SCOPE, new ActionGuard.Scope(target.account(), target.region()))
                .addExecutionInterceptor(guard);
        connection.interceptors().forEach(configuration::addExecutionInterceptor);
        return configuration.build();
    }
}
