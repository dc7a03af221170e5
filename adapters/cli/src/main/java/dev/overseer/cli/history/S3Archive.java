package dev.overseer.cli.history;

import dev.overseer.runtime.event.EventReader;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An archive in a bucket, of whatever region. To be closed. */
public final class S3Archive implements Pieces, AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration READING = Duration.ofSeconds(60);

    /** A bucket that is asked too much recovers within a minute, and a history of years is not to end with it. */
    private static final int MOST_ATTEMPTS = 8;

    private final Store store;
    private final Pieces pieces;

    /**
     * Makes an archive. Calls nobody yet.
     *
     * @param elsewhere whether the SDK is told of an endpoint that is not S3's own, where buckets have no host names
     */
    public S3Archive(
            S3Location location,
            AwsCredentialsProvider credentials,
            Region region,
            boolean elsewhere,
            Slice slice,
            EventReader reader,
            Progress progress) {
        SdkHttpClient.Builder<?> http =
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECTING).socketTimeout(READING);
        S3Client s3 = S3Client.builder()
                .httpClientBuilder(http)
                .credentialsProvider(credentials)
                .region(region)
                .crossRegionAccessEnabled(!elsewhere)
                .forcePathStyle(elsewhere)
                .overrideConfiguration(
                        client -> client.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(MOST_ATTEMPTS)
                                .circuitBreakerEnabled(false)
                                .build()))
                .build();
        store = new S3Store(s3, location.bucket());
        pieces = location.isFile()
                ? new SingleFile(store, location.key(), reader, progress)
                : new Archive(store, location.folder(), slice, reader, progress);
    }

    @Override
    public void find(Sink to) throws InterruptedException {
        pieces.find(to);
    }

    @Override
    public void close() {
        store.close();
    }
}
