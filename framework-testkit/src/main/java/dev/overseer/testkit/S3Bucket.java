package dev.overseer.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** One bucket. Its parts are kept as the documents that S3 gives out. Guarded by its {@link S3Simulator}. */
final class S3Bucket {
    /** Since then, S3 blocks public access to a new bucket and switches off its ACLs, unless asked otherwise. */
    private static final Instant CLOSED_BY_DEFAULT = Instant.parse("2023-04-28T00:00:00Z");

    static final String ENCRYPTED = S3Xml.document(
            "ServerSideEncryptionConfiguration",
            "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
                    + "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>");

    final String name;
    final String account;
    final String region;
    final Instant createdAt;
    Optional<S3Block> block = Optional.empty();
    Optional<String> ownership = Optional.empty();
    Optional<String> policy = Optional.empty();
    Optional<String> encryption = Optional.empty();
    Optional<String> tags = Optional.empty();
    String acl;

    S3Bucket(String name, String account, String region, Instant createdAt) {
        this.name = name;
        this.account = account;
        this.region = region;
        this.createdAt = createdAt;
        this.acl = S3Acl.privateTo(account);
        if (!createdAt.isBefore(CLOSED_BY_DEFAULT)) {
            block = Optional.of(S3Block.EVERYTHING);
            ownership = Optional.of("BucketOwnerEnforced");
        }
    }

    /** Takes over an ACL that S3 has let somebody set. */
    void allowAcl(String other) {
        acl = other;
        if (S3Acl.isPublic(other)) {
            ownership = Optional.of("ObjectWriter");
            block = block.filter(now -> !now.publicAcls());
        }
    }

    /** Takes over a policy that S3 has let somebody set. */
    void allowPolicy(JsonNode other) {
        policy = Optional.of(other.toString());
        if (S3Policy.isPublic(other)) {
            block = block.filter(now -> !now.publicPolicy());
        }
    }

    boolean hasAcls() {
        return !ownership.equals(Optional.of("BucketOwnerEnforced"));
    }

    boolean hasPublicPolicy() {
        return policy.flatMap(S3Policy::of).map(S3Policy::isPublic).orElse(false);
    }
}
