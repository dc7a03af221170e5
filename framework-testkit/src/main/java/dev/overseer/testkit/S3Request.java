package dev.overseer.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to S3 asks for: neither a header nor the body says it, but host, path, method and the first word of the
 * query.
 *
 * @param operation as the SDK calls it, such as {@code GetBucketAcl}; empty if it is none that is known here
 * @param bucket from the host or the path; empty where the request is about the account
 */
record S3Request(String operation, Optional<String> bucket) {
    /** S3 Control has the account in its host, and this in front of its paths. */
    private static final String CONTROL = "/v20180820/";

    /** Such as {@code orders.s3.eu-west-1.amazonaws.com}; without the first part, the path begins with the bucket. */
    private static final Pattern HOST = Pattern.compile("(?:(.+)\\.)?s3[.-].*");

    private static final Map<String, String> PARTS = Map.of(
            "publicAccessBlock", "PublicAccessBlock",
            "acl", "BucketAcl",
            "policy", "BucketPolicy",
            "policyStatus", "BucketPolicyStatus",
            "encryption", "BucketEncryption",
            "tagging", "BucketTagging",
            "ownershipControls", "BucketOwnershipControls");

    static S3Request of(AwsRequest request) {
        if (request.path().startsWith(CONTROL)) {
            String part = request.path().substring(request.path().lastIndexOf('/') + 1);
            return new S3Request(operation(request, part), Optional.empty());
        }
        Optional<String> bucket = bucket(request);
        if (bucket.isEmpty()) {
            return new S3Request(request.method().equals("GET") ? "ListBuckets" : "", bucket);
        }
        return request.query().keySet().stream()
                .filter(PARTS::containsKey)
                .findFirst()
                .map(part -> new S3Request(operation(request, part), bucket))
                .orElseGet(() -> new S3Request(whole(request), bucket));
    }

    private static Optional<String> bucket(AwsRequest request) {
        Matcher host = HOST.matcher(request.host());
        if (host.matches() && host.group(1) != null) {
            return Optional.of(host.group(1));
        }
        String[] path = request.path().split("/", 3);
        return path.length < 2 || path[1].isEmpty()
                ? Optional.empty()
                : Optional.of(URLDecoder.decode(path[1].replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static String operation(AwsRequest request, String part) {
        String noun = PARTS.getOrDefault(part, "");
        return noun.isEmpty() ? "" : verb(request) + noun;
    }

    private static String whole(AwsRequest request) {
        return switch (request.method()) {
            case "PUT" -> "CreateBucket";
            case "DELETE" -> "DeleteBucket";
            case "HEAD" -> "HeadBucket";
            default -> "";
        };
    }

    private static String verb(AwsRequest request) {
        String method = request.method().toLowerCase(Locale.ROOT);
        return method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1);
    }
}
