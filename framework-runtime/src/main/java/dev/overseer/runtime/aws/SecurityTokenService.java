package dev.overseer.runtime.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What is needed of AWS STS. The host brings its client, so that the runtime does not depend on one:
 *
 * <pre>{@code
 * SecurityTokenService tokens = request -> {
 *     Credentials lent = sts.assumeRole(role -> role.roleArn(request.role())
 *                     .roleSessionName(request.session())
 *                     .externalId(request.externalId().orElse(null))
 *                     .policy(request.policy())
 *                     .durationSeconds((int) request.duration().toSeconds()))
 *             .credentials();
 *     return new SecurityTokenService.Session(
 *             AwsSessionCredentials.create(lent.accessKeyId(), lent.secretAccessKey(), lent.sessionToken()),
 *             lent.expiration());
 * };
 * }</pre>
 *
 * <p>The client is the host's own, so its calls do not pass the {@link ActionGuard}. Its retries are best off: the engine
 * retries by suspending.
 */
@FunctionalInterface
public interface SecurityTokenService {

    /**
     * Calls <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>. Called from
     * several threads at once.
     *
     * @throws SdkException as the client throws it
     */
    Session assumeRole(Request request);

    /**
     * What is asked for.
     *
     * @param role an ARN
     * @param session the name by which CloudTrail tells the session from others of the role
     * @param policy what of the role's permissions the session has
     * @param duration how long the session lasts
     */
    record Request(String role, String session, Optional<String> externalId, String policy, Duration duration) {}

    /** What is lent. */
    record Session(AwsSessionCredentials credentials, Instant expiresAt) {}
}
