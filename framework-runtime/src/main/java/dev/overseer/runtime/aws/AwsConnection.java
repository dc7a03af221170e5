package dev.overseer.runtime.aws;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * How AWS is reached: everything that differs between production and a test.
 *
 * @param http shared by all clients; closed by whoever made it
 * @param credentials with whose credentials each control works on each target; {@link AssumedRoles} in every host that
 *     is left alone
 * @param endpoint where all services are, instead of AWS; empty means the SDK's own configuration chain decides
 * @param interceptors stand between the guard and AWS: they see what the guard let through, and the guard sees what they
 *     made of the answer. None in production; a simulated AWS is told by them what was asked
 */
public record AwsConnection(
        SdkHttpClient http,
        TargetCredentials credentials,
        Optional<URI> endpoint,
        List<ExecutionInterceptor> interceptors) {

    public AwsConnection {
        interceptors = List.copyOf(interceptors);
    }

    /** Makes a connection without interceptors. */
    public AwsConnection(SdkHttpClient http, TargetCredentials credentials, Optional<URI> endpoint) {
        this(http, credentials, endpoint, List.of());
    }

    /**
     * Returns a connection with the caller's own credentials, whatever the control.
     *
     * @param credentials the credentials for an account; throws {@link NoRoleException} for one that cannot be reached
     * @param identity as whom calls to an account are made, such as a user's ARN; for messages
     */
    public static AwsConnection own(
            SdkHttpClient http,
            Function<String, AwsCredentialsProvider> credentials,
            Function<String, String> identity,
            Optional<URI> endpoint) {
        return new AwsConnection(http, new OwnCredentials(credentials, identity), endpoint);
    }

    /** Returns this connection with other credentials. */
    public AwsConnection with(TargetCredentials other) {
        return new AwsConnection(http, other, endpoint, interceptors);
    }

    /** Returns this connection with an interceptor behind those it has. */
    public AwsConnection with(ExecutionInterceptor interceptor) {
        return new AwsConnection(
                http,
                credentials,
                endpoint,
                Stream.concat(interceptors.stream(), Stream.of(interceptor)).toList());
    }
}
