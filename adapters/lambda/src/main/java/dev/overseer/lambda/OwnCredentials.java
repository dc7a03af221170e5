package dev.overseer.lambda;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The function's own credentials, which can be forgotten: a snapshot may be restored long after those in it have expired,
 * and where they come from may differ then. Safe for several threads.
 */
final class OwnCredentials implements AwsCredentialsProvider {
    private final Supplier<AwsCredentialsProvider> source;
    private volatile AwsCredentialsProvider current;

    OwnCredentials(Supplier<AwsCredentialsProvider> source) {
        this.source = source;
        this.current = source.get();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return current.resolveCredentials();
    }

    /** Makes the next call look for credentials anew. */
    void renew() {
        current = source.get();
    }
}
