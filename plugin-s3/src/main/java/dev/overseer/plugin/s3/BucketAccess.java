package dev.overseer.plugin.s3;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Grantee;

/**
 * Who may use a bucket.
 *
 * @param block empty if the bucket never had one, or no longer has
 * @param owner as ACLs name it: a canonical user id
 * @param grants of the ACL
 * @param policy in JSON
 * @param policyPublic what GetBucketPolicyStatus says
 */
record BucketAccess(
        Optional<PublicAccessBlock> block,
        String owner,
        List<Grant> grants,
        Optional<String> policy,
        boolean policyPublic) {
    private static final Set<String> EVERYBODY = Set.of(
            "http://acs.amazonaws.com/groups/global/AllUsers",
            "http://acs.amazonaws.com/groups/global/AuthenticatedUsers");

    BucketAccess {
        grants = List.copyOf(grants);
    }

    /** Returns the bucket that the ledger kept: this record as JSON. */
    static BucketAccess ofPreState(JsonNode kept) {
        return new BucketAccess(
                PublicAccessBlock.ofPreState(kept.path("block")),
                kept.path("owner").asText(),
                kept.path("grants").valueStream().map(BucketAccess::grant).toList(),
                Optional.ofNullable(text(kept, "policy")),
                kept.path("policyPublic").asBoolean());
    }

    boolean isBlocked() {
        return block.map(PublicAccessBlock::isComplete).orElse(false);
    }

    boolean isGrantedToEverybody() {
        return grants.stream().anyMatch(BucketAccess::isToEverybody);
    }

    AccessControlPolicy acl() {
        return acl(grants);
    }

    /** Keeps all other grants: the one that lets S3 deliver logs is one of them. */
    AccessControlPolicy aclWithoutEverybody() {
        return acl(grants.stream().filter(grant -> !isToEverybody(grant)).toList());
    }

    private AccessControlPolicy acl(List<Grant> left) {
        return AccessControlPolicy.builder()
                .owner(user -> user.id(owner))
                .grants(left)
                .build();
    }

    private static boolean isToEverybody(Grant grant) {
        return grant.grantee() != null
                && EVERYBODY.contains(String.valueOf(grant.grantee().uri()));
    }

    private static Grant grant(JsonNode kept) {
        JsonNode grantee = kept.path("Grantee");
        return Grant.builder()
                .grantee(Grantee.builder()
                        .type(text(grantee, "Type"))
                        .id(text(grantee, "ID"))
                        .uri(text(grantee, "URI"))
                        .emailAddress(text(grantee, "EmailAddress"))
                        .displayName(text(grantee, "DisplayName"))
                        .build())
                .permission(text(kept, "Permission"))
                .build();
    }

    private static @Nullable String text(JsonNode object, String field) {
        return object.path(field).textValue();
    }
}
