package dev.overseer.plugin.s3;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/**
 * What S3 blocks for a bucket or an account, whatever policies and ACLs say: see <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html">Block Public
 * Access</a>. What S3 does not say counts as not blocked.
 */
record PublicAccessBlock(
        boolean blockPublicAcls, boolean ignorePublicAcls, boolean blockPublicPolicy, boolean restrictPublicBuckets) {
    static final PublicAccessBlock COMPLETE = new PublicAccessBlock(true, true, true, true);
    static final PublicAccessBlock NOTHING = new PublicAccessBlock(false, false, false, false);

    static PublicAccessBlock of(PublicAccessBlockConfiguration bucket) {
        return new PublicAccessBlock(
                Boolean.TRUE.equals(bucket.blockPublicAcls()),
                Boolean.TRUE.equals(bucket.ignorePublicAcls()),
                Boolean.TRUE.equals(bucket.blockPublicPolicy()),
                Boolean.TRUE.equals(bucket.restrictPublicBuckets()));
    }

    static PublicAccessBlock of(
            software.amazon.awssdk.services.s3control.model.PublicAccessBlockConfiguration account) {
        return new PublicAccessBlock(
                Boolean.TRUE.equals(account.blockPublicAcls()),
                Boolean.TRUE.equals(account.ignorePublicAcls()),
                Boolean.TRUE.equals(account.blockPublicPolicy()),
                Boolean.TRUE.equals(account.restrictPublicBuckets()));
    }

    /** Returns what the body of a request says, as CloudTrail records it; empty if a value in it is no boolean. */
    static Optional<PublicAccessBlock> ofRequest(JsonNode body) {
        boolean readable = body.isObject()
                && Stream.of("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
                        .map(body::path)
                        .allMatch(flag -> flag.isBoolean() || flag.isMissingNode() || flag.isNull());
        return readable
                ? Optional.of(new PublicAccessBlock(
                        body.path("BlockPublicAcls").asBoolean(),
                        body.path("IgnorePublicAcls").asBoolean(),
                        body.path("BlockPublicPolicy").asBoolean(),
                        body.path("RestrictPublicBuckets").asBoolean()))
                : Optional.empty();
    }

    /** Returns what the ledger kept; empty if there was none. */
    static Optional<PublicAccessBlock> ofPreState(JsonNode kept) {
        return kept.isObject()
                ? Optional.of(new PublicAccessBlock(
                        kept.path("blockPublicAcls").asBoolean(),
                        kept.path("ignorePublicAcls").asBoolean(),
                        kept.path("blockPublicPolicy").asBoolean(),
                        kept.path("restrictPublicBuckets").asBoolean()))
                : Optional.empty();
    }

    boolean isComplete() {
        return equals(COMPLETE);
    }

    PublicAccessBlockConfiguration forBucket() {
        return PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(blockPublicAcls)
                .ignorePublicAcls(ignorePublicAcls)
                .blockPublicPolicy(blockPublicPolicy)
                .restrictPublicBuckets(restrictPublicBuckets)
                .build();
    }

    software.amazon.awssdk.services.s3control.model.PublicAccessBlockConfiguration forAccount() {
        return software.amazon.awssdk.services.s3control.model.PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(blockPublicAcls)
                .ignorePublicAcls(ignorePublicAcls)
                .blockPublicPolicy(blockPublicPolicy)
                .restrictPublicBuckets(restrictPublicBuckets)
                .build();
    }
}
