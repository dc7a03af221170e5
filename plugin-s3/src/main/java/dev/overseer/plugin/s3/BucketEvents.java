package dev.overseer.plugin.s3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.EventFormatException;
import dev.overseer.api.ResourceRef;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which bucket an event is about, and where that is.
 *
 * <p>S3 records a call in the region of its bucket. Only CreateBucket, which may be sent elsewhere, also says where the
 * bucket is to be: in its LocationConstraint.
 */
final class BucketEvents {
    static final String TYPE = "AWS::S3::Bucket";

    /** Buckets of old, in us-east-1, may have upper-case letters, underscores and up to 255 characters. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");

    /** In names that are no buckets' the SDK finds access points, and buckets of S3 Express and S3 on Outposts. */
    private static final Pattern NO_BUCKET = Pattern.compile(".*--(x|op|ol|table)-s3|.*-s3alias|.*\\.mrap");

    private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d{1,2}");
    private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
    private static final String ARN_PREFIX = ":s3:::";

    private BucketEvents() {}

    /** Returns the bucket; none if the event names none. */
    static List<ResourceRef> targets(CloudTrailEvent event) {
        return name(event).map(name -> bucket(event, name)).stream().toList();
    }

    private static ResourceRef bucket(CloudTrailEvent event, String name) {
        if (!NAME.matcher(name).matches() || NO_BUCKET.matcher(name).matches()) {
            throw new EventFormatException("requestParameters.bucketName is not the name of a bucket");
        }
        return ResourceRef.of(event.account(), region(event), TYPE, name);
    }

    private static Optional<String> name(CloudTrailEvent event) {
        Optional<String> requested = event.request("bucketName").filter(name -> !name.contains(HIDDEN));
        return requested.or(() -> recorded(event.record().path("resources")));
    }

    /** CloudTrail leaves {@code resources} out of many records; where they are, they say what the request hides. */
    private static Optional<String> recorded(JsonNode resources) {
        return resources
                .valueStream()
                .filter(resource -> TYPE.equals(resource.path("type").asText()))
                .map(resource -> resource.path("ARN").asText())
                .filter(arn -> arn.contains(ARN_PREFIX))
                .map(arn -> arn.substring(arn.indexOf(ARN_PREFIX) + ARN_PREFIX.length()))
                .findFirst();
    }

    private static String region(CloudTrailEvent event) {
        JsonNode constraint = event.request().path("CreateBucketConfiguration").path("LocationConstraint");
        if (!constraint.isTextual()
                || constraint.textValue().isBlank()
                || constraint.textValue().contains(HIDDEN)) {
            return event.region();
        }
        String region = constraint.textValue();
        if (region.equals("EU")) {
            // What eu-west-1 was called when it was the only one in Europe.
            return "eu-west-1";
        }
        // It becomes part of a host name.
        if (!REGION.matcher(region).matches()) {
            throw new EventFormatException(
                    "requestParameters.CreateBucketConfiguration.LocationConstraint is not a region such as eu-west-1");
        }
        return region;
    }
}
