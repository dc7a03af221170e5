package dev.overseer.sinks.notify;

import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Notifier;
import dev.overseer.sinks.JsonService;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Opens destinations. Safe for several threads.
 *
 * <p>The client of a destination's service is made with the first message that is sent, so that a process that has nothing
 * to tell does not even load it. It finds its endpoint as any client of the SDK does: {@code AWS_ENDPOINT_URL_SNS},
 * {@code AWS_ENDPOINT_URL_SES}, {@code AWS_ENDPOINT_URL_EVENTBRIDGE} and their kin.
 */
public final class Notifiers {
    /** Nothing waits for a notice, but whatever is to be told next does. */
    private static final Duration ONE_CALL = Duration.ofSeconds(5);

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Duration timeout;

    /**
     * @param http shared, and not closed here
     * @param credentials of the host itself, not of a role in a target's account
     */
    public Notifiers(SdkHttpClient http, AwsCredentialsProvider credentials) {
        this(http, credentials, ONE_CALL);
    }

    /** Takes how long a destination may take for one message. */
    Notifiers(SdkHttpClient http, AwsCredentialsProvider credentials, Duration timeout) {
        this.http = http;
        this.credentials = credentials;
        this.timeout = timeout;
    }

    /** Returns the notifier of a destination. Calls nobody, and fails in no case: what is wrong shows when it sends. */
    public Notifier open(Destination destination) {
        return new AwsNotifier(destination.text(), Faults.of(destination), () -> service(destination));
    }

    private AwsNotifier.Service service(Destination destination) {
        return switch (destination) {
            case Destination.Sns topic -> SnsTopic.open(topic, this);
            case Destination.Ses mail -> SesMail.open(mail, this);
            case Destination.EventBridge bus -> EventBus.open(bus, this);
        };
    }

    /**
     * Returns a client. It tries each call once: who sends knows better when to try again.
     *
     * @param region empty for the host's own, as the SDK finds it
     */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder, Optional<String> region) {
        region.map(Region::of).ifPresent(builder::region);
        return builder.httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(calls ->
                        calls.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(timeout))
                .build();
    }

    /**
     * Returns the same for a service that needs no client.
     *
     * @param region empty for the host's own, as the SDK finds it
     */
    JsonService service(JsonService.Names names, Optional<String> region) {
        Region where = region.map(Region::of)
                .orElseGet(() -> DefaultAwsRegionProviderChain.builder().build().getRegion());
        return new JsonService(names, http, credentials, where, timeout);
    }
}
