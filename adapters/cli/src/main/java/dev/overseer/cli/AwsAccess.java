package dev.overseer.cli;

import dev.overseer.runtime.aws.AssumedRoles;
import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.aws.SecurityTokenService;
import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.config.ParameterStore;
import dev.overseer.runtime.config.ParameterStoreException;
import dev.overseer.runtime.notice.Destination;
import dev.overseer.runtime.notice.Notifier;
import dev.overseer.sinks.SsmParameterStore;
import dev.overseer.sinks.notify.Notifiers;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** AWS by the SDK's standard configuration chain, with the caller's own credentials. */
final class AwsAccess implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration READING = Duration.ofSeconds(20);

    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECTING)
            .socketTimeout(READING)
            .build();
    private final AwsCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final CallerIdentity caller = new CallerIdentity(this::askSts);

    /**
     * Returns how the runtime reaches AWS.
     *
     * @param role as whom targets are worked on; empty means with the caller's own credentials, in the caller's own account
     */
    AwsConnection connection(Optional<TargetRole> role, Clock clock) {
        return role.map(assumed ->
                        new AwsConnection(http, new AssumedRoles(assumed, this::assumeRole, clock), Optional.empty()))
                .orElseGet(() -> AwsConnection.own(
                        http,
                        account -> {
                            caller.requireAccount(account);
                            return credentials;
                        },
                        account -> caller.caller().arn(),
                        Optional.empty()));
    }

    /** Returns the caller's own credentials. */
    AwsCredentialsProvider credentials() {
        return credentials;
    }

    /**
     * Returns the Parameter Store of the configured region. Calls nobody.
     *
     * @throws ParameterStoreException if no region is configured
     */
    ParameterStore parameters() {
        Region region = region().orElseThrow(() -> new ParameterStoreException(
                "A parameter is in a region, and none is configured. Set AWS_REGION, or a region in the profile",
                null));
        return SsmParameterStore.over(http, credentials, region);
    }

    /** Returns a destination of notices, which is told with the caller's own credentials. Calls nobody. */
    Notifier notifier(Destination destination) {
        return new Notifiers(http, credentials).open(destination);
    }

    /**
     * Returns how far a clock is from that of AWS; empty if AWS does not say what time it is.
     *
     * @throws SdkException if STS did not answer
     */
    Optional<Duration> clockSkew(Clock clock) {
        return answerOfSts()
                .flatMap(answer -> answer.firstMatchingHeader("Date"))
                .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                .map(date -> Duration.between(date.toInstant(), clock.instant()).abs());
    }

    CallerIdentity caller() {
        return caller;
    }

    /** Returns the configured region, if there is one. The metadata service is not asked: events name their regions. */
    Optional<Region> region() {
        try {
            return Optional.of(
                    new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                            .getRegion());
        } catch (SdkClientException notConfigured) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private GetCallerIdentityResponse askSts() {
        try (StsClient sts = sts(StsClient.builder())) {
            return sts.getCallerIdentity();
        }
    }

    /** A refusal says what time it is, too: a clock that is off may be the reason for it. */
    private Optional<SdkHttpResponse> answerOfSts() {
        try {
            return Optional.of(askSts().sdkHttpResponse());
        } catch (AwsServiceException refusal) {
            return Optional.ofNullable(refusal.awsErrorDetails()).map(AwsErrorDetails::sdkHttpResponse);
        }
    }

    private SecurityTokenService.Session assumeRole(SecurityTokenService.Request request) {
        // The engine retries by suspending.
        try (StsClient sts = sts(StsClient.builder()
                .overrideConfiguration(client -> client.retryStrategy(AwsRetryStrategy.doNotRetry())))) {
            Credentials lent = sts.assumeRole(assume -> assume.roleArn(request.role())
                            .roleSessionName(request.session())
                            .externalId(request.externalId().orElse(null))
                            .policy(request.policy())
                            .durationSeconds((int) request.duration().toSeconds()))
                    .credentials();
            return new SecurityTokenService.Session(
                    AwsSessionCredentials.create(lent.accessKeyId(), lent.secretAccessKey(), lent.sessionToken()),
                    lent.expiration());
        }
    }

    private StsClient sts(StsClientBuilder builder) {
        return builder.httpClient(http)
                .credentialsProvider(credentials)
                .region(region().orElse(Region.US_EAST_1))
                .build();
    }
}
