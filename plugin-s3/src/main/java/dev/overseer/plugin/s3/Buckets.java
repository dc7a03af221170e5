package dev.overseer.plugin.s3;

import static dev.overseer.api.AwsAction.action;

import dev.overseer.api.AwsAction;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ResourceRef;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** What the controls of buckets have in common. */
final class Buckets {
    static final String ARN = "arn:{partition}:s3:::{id}";
    static final AwsAction GET_TAGS = action("s3:GetBucketTagging").on(ARN);
    static final AwsAction LIST = action("s3:ListAllMyBuckets")
            .calledAs("ListBuckets")
            .onAnyResource("buckets can be listed only all together");

    /** S3 says so in words of its own for almost every part of a bucket. */
    static final String GONE = "NoSuchBucket";

    private static final Set<String> ELSEWHERE =
            Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException");

    private Buckets() {}

    static S3Client s3(ControlContext context) {
        return context.client(S3Client::builder);
    }

    static String name(ControlContext context) {
        return context.target().id();
    }

    /**
     * Returns the account that a bucket is expected to belong to. Every call says so: a name that was given up may be
     * somebody else's by now, and their policy may let us in.
     */
    static String owner(ControlContext context) {
        return context.target().account();
    }

    /** Returns what a call returns, or empty if S3 answers with this code that there is no such thing. */
    static <T> Optional<T> unless(String absent, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (AwsServiceException answer) {
            if (code(answer).equals(absent)) {
                return Optional.empty();
            }
            throw answer;
        }
    }

    /** Reads a bucket in several calls, between any two of which it may go; empty if it is gone. */
    static <T> Optional<T> read(ControlContext context, Supplier<T> calls) {
        try {
            return unless(GONE, calls);
        } catch (S3Exception answer) {
            throw ELSEWHERE.contains(code(answer)) ? elsewhere(context.target(), answer) : answer;
        }
    }

    /** Returns the existing buckets of the target's region, a page at a time. */
    static Stream<ResourceRef> discover(ControlContext context) {
        ResourceRef place = context.target();
        return s3(context)
                .listBucketsPaginator(list -> list.bucketRegion(place.region()).maxBuckets(1000))
                .buckets()
                .stream()
                .map(Bucket::name)
                .map(name ->
                        new ResourceRef(place.partition(), place.account(), place.region(), BucketEvents.TYPE, name));
    }

    static Map<String, String> tags(ControlContext context) {
        return unless(
                        "NoSuchTagSet",
                        () -> s3(context)
                                .getBucketTagging(
                                        get -> get.bucket(name(context)).expectedBucketOwner(owner(context))))
                .map(answer -> answer.tagSet().stream().collect(Collectors.toMap(Tag::key, Tag::value)))
                .orElse(Map.of());
    }

    static String code(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    /** Says where the bucket is: the framework works in the target's region alone, and S3's own words leave that out. */
    private static S3Exception elsewhere(ResourceRef target, S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String region = Optional.ofNullable(details.sdkHttpResponse())
                .flatMap(http -> http.firstMatchingHeader("x-amz-bucket-region"))
                .orElse("another region");
        String message =
                "bucket %s is not in %s, which its event names, but in %s. The events and sweeps of that region cover it (S3 said: %s)"
                        .formatted(target.id(), target.region(), region, details.errorMessage());
        return (S3Exception) S3Exception.builder()
                .awsErrorDetails(details.toBuilder().errorMessage(message).build())
                .statusCode(answer.statusCode())
                .requestId(answer.requestId())
                .message(message)
                .cause(answer)
                .build();
    }
}
