package dev.overseer.lambda;

import dev.overseer.runtime.aws.AssumedRoles;
import dev.overseer.runtime.aws.AwsConnection;
import dev.overseer.runtime.aws.SecurityTokenService;
import dev.overseer.runtime.aws.TargetRole;
import dev.overseer.runtime.config.LedgerSettings;
import dev.overseer.sinks.DynamoDbLedger;
import dev.overseer.sqs.IncidentQueue;
import dev.overseer.sqs.LongWaits;
import dev.overseer.sqs.QueueUrl;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * How the function reaches AWS. With its own credentials it assumes the role in the target's account, and sends incidents to
 * their queue; nothing else. Safe for several threads.
 */
final class AwsAccess {
    /** AWS is near. With {@link #READING} it decides how long a look may take. */
    static final Duration CONNECTING = Duration.ofSeconds(1);

    static final Duration READING = Duration.ofSeconds(5);

    /** Of a send: a try that fails at once is repeated as long. */
    private static final Duration SENDING = CONNECTING.plus(READING);

    private final SdkHttpClient http;
    private final AwsCredentialsProvider own;
    private final TargetRole role;
    private final Region region;
    private final StsClient sts;

    /**
     * @param own the function's own credentials
     * @param role what to assume in a target's account
     * @param region the function's own
     */
    AwsAccess(SdkHttpClient http, AwsCredentialsProvider own, TargetRole role, Region region) {
        this.http = http;
        this.own = own;
        this.role = role;
        this.region = region;
        this.sts = StsClient.builder()
                .region(region)
                .httpClient(http)
                .credentialsProvider(own)
                .overrideConfiguration(client -> client.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** Returns an HTTP client with timeouts by which an invocation can be planned. */
    static SdkHttpClient http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECTING)
                .socketTimeout(READING)
                .build();
    }

    /** Returns how the engine reaches targets. */
    AwsConnection connection(Clock clock) {
        return new AwsConnection(http, new AssumedRoles(role, this::assumeRole, clock), Optional.empty());
    }

    /**
     * Returns where incidents wait.
     *
     * @param schedulerRole as whom EventBridge Scheduler sends to the queue; without it, longer waits go through the queue
     *     several times
     */
    Waits waits(QueueUrl url, Optional<String> schedulerRole, Clock clock) {
        Optional<LongWaits> longWaits = schedulerRole.map(role -> new LongWaits(
                scheduler(url), clock, url.arn().orElseThrow(), role, Optional.empty(), Optional.empty()));
        return new QueuedWaits(new IncidentQueue(sqs(url), url, longWaits, clock), url, clock);
    }

    /**
     * Returns the ledger in a table. Calls nobody yet.
     *
     * @param random spreads what is tried again
     */
    DynamoDbLedger ledger(LedgerSettings.DynamoDb settings, RandomGenerator random) {
        DynamoDbClient client = DynamoDbClient.builder()
                .region(settings.region().map(Region::of).orElse(region))
                .httpClient(http)
                .credentialsProvider(own)
                .overrideConfiguration(DynamoDbLedger.calls())
                .build();
        return new DynamoDbLedger(client, settings.table(), settings.retain(), random);
    }

    private SqsClient sqs(QueueUrl url) {
        SqsClientBuilder builder = SqsClient.builder()
                .region(url.region().orElse(region))
                .httpClient(http)
                .credentialsProvider(own)
                .overrideConfiguration(client -> client.apiCallTimeout(SENDING));
        if (url.region().isEmpty()) {
            builder.endpointOverride(url.url().resolve("/"));
        }
        return builder.build();
    }

    private SchedulerClient scheduler(QueueUrl url) {
        return SchedulerClient.builder()
                .region(url.region().orElse(region))
                .httpClient(http)
                .credentialsProvider(own)
                .overrideConfiguration(client -> client.apiCallTimeout(SENDING))
                .build();
    }

    private SecurityTokenService.Session assumeRole(SecurityTokenService.Request request) {
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
