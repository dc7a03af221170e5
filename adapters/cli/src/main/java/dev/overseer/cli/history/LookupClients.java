package dev.overseer.cli.history;

import dev.overseer.runtime.event.EventReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;

/** What {@link EventLookup} asks with. To be closed. */
public final class LookupClients implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 8;

    private final Map<String, CloudTrailClient> byRegion = new ConcurrentHashMap<>();
    private final AwsCredentialsProvider credentials;

    /** Makes none yet. */
    public LookupClients(AwsCredentialsProvider credentials) {
        this.credentials = credentials;
    }

    /** Returns the events of regions, asked for in real time. */
    public EventLookup lookup(List<String> regions, Slice slice, EventReader reader, Clock clock) {
        return new EventLookup(this::client, regions, slice, reader, clock, Thread::sleep);
    }

    @Override
    public void close() {
        byRegion.values().forEach(CloudTrailClient::close);
    }

    private CloudTrailClient client(String region) {
        return byRegion.computeIfAbsent(
                region,
                name -> CloudTrailClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .credentialsProvider(credentials)
                        .region(Region.of(name))
                        .overrideConfiguration(
                                client -> client.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                        .maxAttempts(MOST_ATTEMPTS)
                                        .circuitBreakerEnabled(false)
                                        .build()))
                        .build());
    }
}
