package dev.overseer.plugin.s3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.CloudTrailEvent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * How a bucket encrypts new objects unless told otherwise. A record of its own, since the SDK holds the id of a key for a
 * secret, which the ledger would then not keep.
 *
 * @param algorithm empty if the bucket has no default, which S3 has not allowed since January 2023
 * @param kmsKeyId id, alias or ARN; empty for the key that AWS manages
 * @param blocked how objects must not be encrypted, such as {@code SSE-C}; kept as it is
 */
record BucketEncryption(
        Optional<String> algorithm, Optional<String> kmsKeyId, boolean bucketKey, List<String> blocked) {
    static final BucketEncryption NONE = new BucketEncryption(Optional.empty(), Optional.empty(), false, List.of());

    BucketEncryption {
        blocked = List.copyOf(blocked);
    }

    static BucketEncryption of(ServerSideEncryptionRule rule) {
        Optional<ServerSideEncryptionByDefault> byDefault =
                Optional.ofNullable(rule.applyServerSideEncryptionByDefault());
        return new BucketEncryption(
                byDefault.map(ServerSideEncryptionByDefault::sseAlgorithmAsString),
                byDefault.map(ServerSideEncryptionByDefault::kmsMasterKeyID),
                Boolean.TRUE.equals(rule.bucketKeyEnabled()),
                rule.blockedEncryptionTypes() == null
                        ? List.of()
                        : rule.blockedEncryptionTypes().encryptionTypeAsStrings());
    }

    /** Returns what PutBucketEncryption asks for; empty if the event leaves that open. A rule is one object, or a list. */
    static Optional<BucketEncryption> ofRequest(CloudTrailEvent event) {
        JsonNode rule =
                event.request().path("ServerSideEncryptionConfiguration").path("Rule");
        JsonNode only = rule.isArray() && rule.size() == 1 ? rule.get(0) : rule;
        JsonNode byDefault = only.path("ApplyServerSideEncryptionByDefault");
        JsonNode key = byDefault.path("KMSMasterKeyID");
        boolean readable = isPlain(byDefault.path("SSEAlgorithm")) && (key.isMissingNode() || isPlain(key));
        return readable
                ? Optional.of(new BucketEncryption(
                        Optional.of(byDefault.path("SSEAlgorithm").asText()),
                        Optional.ofNullable(key.textValue()),
                        only.path("BucketKeyEnabled").asBoolean(),
                        List.of()))
                : Optional.empty();
    }

    /** Returns the bucket that the ledger kept: this record as JSON. */
    static BucketEncryption ofPreState(JsonNode kept) {
        return new BucketEncryption(
                Optional.ofNullable(kept.path("algorithm").textValue()),
                Optional.ofNullable(kept.path("kmsKeyId").textValue()),
                kept.path("bucketKey").asBoolean(),
                kept.path("blocked").valueStream().map(JsonNode::asText).toList());
    }

    boolean satisfies(BucketEncryptionSettings settings) {
        return algorithm.map(settings::isSatisfiedBy).orElse(false) && settings.namesKey(kmsKeyId.orElse(""));
    }

    /** Returns this with what the operator asks for; a bucket key spares most of the calls of KMS, and their price. */
    BucketEncryption with(BucketEncryptionSettings settings) {
        Optional<String> key = Optional.of(settings.kmsKeyId()).filter(id -> !id.isEmpty());
        // DSSE-KMS knows no bucket keys.
        return new BucketEncryption(
                Optional.of(settings.algorithm()), key, settings.algorithm().equals("aws:kms"), blocked);
    }

    ServerSideEncryptionRule rule() {
        ServerSideEncryptionRule.Builder rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                        byDefault -> byDefault.sseAlgorithm(orNull(algorithm)).kmsMasterKeyID(orNull(kmsKeyId)))
                .bucketKeyEnabled(bucketKey);
        if (!blocked.isEmpty()) {
            rule.blockedEncryptionTypes(types -> types.encryptionTypeWithStrings(blocked));
        }
        return rule.build();
    }

    private static boolean isPlain(JsonNode value) {
        return value.isTextual()
                && !value.textValue().isBlank()
                && !value.textValue().contains("HIDDEN_DUE_TO_SECURITY_REASONS");
    }

    private static @Nullable String orNull(Optional<String> value) {
        return value.orElse(null);
    }
}
