package dev.overseer.sqs;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The URL of a standard queue, and what it says: in AWS the region, elsewhere the server.
 *
 * <pre>{@code
 * https://sqs.eu-west-1.amazonaws.com/123456789012/overseer
 * http://localhost:9324/000000000000/overseer
 * }</pre>
 *
 * @param url as it was given
 * @param region the region that the host names; empty for a server that is not AWS
 * @param account the twelve digits in the path; empty if there are none
 * @param name the queue's name
 */
public record QueueUrl(URI url, Optional<Region> region, Optional<String> account, String name) {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d{1,2}[a-z]?");
    private static final Predicate<String> ACCOUNT = Pattern.compile("\\d{12}").asMatchPredicate();
    private static final List<String> AWS =
            List.of(".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonwebservices.com.cn");
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** Longer than a receive waits for messages. */
    private static final Duration READING = Duration.ofSeconds(30);

    /**
     * Returns what a URL says.
     *
     * @throws QueueUnusableException if it is not the URL of a standard queue; the message quotes it
     */
    public static QueueUrl parse(String text) {
        URI url = uri(text);
        List<String> path = Arrays.stream(url.getPath().split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
        if (path.isEmpty()) {
            throw unusable(text, "names no queue");
        }
        if (path.getLast().endsWith(".fifo")) {
            throw unusable(text, "is a FIFO queue, whose messages cannot be delayed one by one. Make a standard queue");
        }
        return new QueueUrl(
                url,
                region(url.getHost().toLowerCase(Locale.ROOT)),
                path.stream().filter(ACCOUNT).findFirst(),
                path.getLast());
    }

    /** Returns the ARN of a queue in AWS; empty for another server's. */
    public Optional<String> arn() {
        return region.flatMap(r -> account.map(
                a -> "arn:%s:sqs:%s:%s:%s".formatted(PartitionMetadata.of(r).id(), r.id(), a, name)));
    }

    /**
     * Returns a client for the queue, to be closed by the caller. The region is the URL's; for a server that is not AWS, the
     * SDK's configuration chain has to name one.
     *
     * @throws QueueUnusableException if no region is configured
     */
    public SqsClient client(AwsCredentialsProvider credentials) {
        SqsClientBuilder builder = SqsClient.builder()
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(READING));
        region.ifPresentOrElse(builder::region, () -> builder.endpointOverride(server()));
        try {
            return builder.build();
        } catch (SdkClientException noRegion) {
            throw new QueueUnusableException(
                    "The queue %s is on a server of its own, and no region is configured. Set AWS_REGION, for example to us-east-1."
                            .formatted(url),
                    noRegion);
        }
    }

    /** Returns what has to be changed before a call to the queue succeeds; empty if trying again is all there is to do. */
    public Optional<String> trouble(SdkException failure) {
        return new QueueTrouble(this).toChange(failure);
    }

    /** Returns the URL. */
    @Override
    public String toString() {
        return url.toString();
    }

    private URI server() {
        return URI.create(url.getScheme() + "://" + url.getRawAuthority());
    }

    private static URI uri(String text) {
        try {
            URI url = new URI(text);
            boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            throw new QueueUnusableException(sentence(text, "is not a URL"), malformed);
        }
        throw unusable(text, "is not the URL of a queue");
    }

    private static Optional<Region> region(String host) {
        if (AWS.stream().noneMatch(host::endsWith)) {
            return Optional.empty();
        }
        return Arrays.stream(host.split("\\."))
                .filter(label -> REGION.matcher(label).matches())
                .findFirst()
                // https://queue.amazonaws.com/… is how the first region's queues were once called.
                .or(() -> Optional.of("us-east-1"))
                .map(Region::of);
    }

    private static QueueUnusableException unusable(String text, String why) {
        return new QueueUnusableException(sentence(text, why));
    }

    private static String sentence(String text, String why) {
        return "\"%s\" %s. A queue's URL is like https://sqs.eu-west-1.amazonaws.com/123456789012/overseer; `aws sqs get-queue-url --queue-name overseer` prints it."
                .formatted(text, why);
    }
}
