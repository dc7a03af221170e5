package dev.overseer.plugin.s3;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;
import static dev.overseer.plugin.s3.Buckets.name;
import static dev.overseer.plugin.s3.Buckets.owner;
import static dev.overseer.plugin.s3.Buckets.s3;
import static dev.overseer.plugin.s3.Buckets.unless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.Check;
import dev.overseer.api.CloudTrailEvent;
import dev.overseer.api.Control;
import dev.overseer.api.ControlContext;
import dev.overseer.api.ControlDescriptor;
import dev.overseer.api.EventPattern;
import dev.overseer.api.Finding;
import dev.overseer.api.Progress;
import dev.overseer.api.ResourceRef;
import dev.overseer.api.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;

/**
 * Closes buckets that are open to the world: first by the block of public access, which takes nothing away that cannot be
 * given back at once; then public grants leave the ACL; the policy is removed only if it is public even so.
 *
 * <p>Events are not held against the age of the bucket: in us-east-1, CreateBucket succeeds for a bucket that the caller
 * already has, and the CreationDate that S3 lists changes with the bucket's settings, our own changes included.
 */
final class BucketPublicControl implements Control<BucketAccess> {
    private static final String BLOCK = "public-access-block";
    private static final String ACL = "acl";
    private static final String POLICY = "policy";

    /** No time is documented; within it, S3 may still call a policy public that the block has made harmless. */
    private static final Duration BLOCKED_WITHIN = Duration.ofMinutes(1);

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("s3-bucket-public", "S3 buckets are not open to the world")
                .severity(Severity.HIGH)
                .on(EventPattern.apiCalls(
                        "s3",
                        "CreateBucket",
                        "PutBucketAcl",
                        "PutBucketPolicy",
                        "PutBucketPublicAccessBlock",
                        "DeleteBucketPublicAccessBlock"))
                .reads(
                        action("s3:GetBucketPublicAccessBlock")
                                .calledAs("GetPublicAccessBlock")
                                .on(Buckets.ARN),
                        action("s3:GetBucketAcl").on(Buckets.ARN),
                        action("s3:GetBucketPolicy").on(Buckets.ARN),
                        action("s3:GetBucketPolicyStatus").on(Buckets.ARN),
                        Buckets.GET_TAGS,
                        Buckets.LIST)
                .writes(
                        action("s3:PutBucketPublicAccessBlock")
                                .calledAs("PutPublicAccessBlock")
                                .on(Buckets.ARN),
                        action("s3:PutBucketAcl").on(Buckets.ARN),
                        action("s3:DeleteBucketPolicy").on(Buckets.ARN).keepingPreState())
                .restores(
                        action("s3:PutBucketPublicAccessBlock")
                                .calledAs("PutPublicAccessBlock")
                                .on(Buckets.ARN),
                        action("s3:PutBucketPublicAccessBlock")
                                .calledAs("DeletePublicAccessBlock")
                                .on(Buckets.ARN),
                        action("s3:PutBucketAcl").on(Buckets.ARN),
                        action("s3:PutBucketPolicy").on(Buckets.ARN))
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return BucketEvents.targets(event);
    }

    @Override
    public Optional<BucketAccess> read(ControlContext context) {
        return Buckets.read(context, () -> access(context));
    }

    private static BucketAccess access(ControlContext context) {
        Optional<PublicAccessBlock> block = unless(
                        "NoSuchPublicAccessBlockConfiguration",
                        () -> s3(context)
                                .getPublicAccessBlock(
                                        get -> get.bucket(name(context)).expectedBucketOwner(owner(context))))
                .map(answer -> PublicAccessBlock.of(answer.publicAccessBlockConfiguration()));
        GetBucketAclResponse acl =
                s3(context).getBucketAcl(get -> get.bucket(name(context)).expectedBucketOwner(owner(context)));
        Optional<String> policy = unless(
                "NoSuchBucketPolicy",
                () -> s3(context)
                        .getBucketPolicy(get -> get.bucket(name(context)).expectedBucketOwner(owner(context)))
                        .policy());
        return new BucketAccess(
                block, acl.owner().id(), acl.grants(), policy, policy.isPresent() && isPolicyPublic(context));
    }

    private static boolean isPolicyPublic(ControlContext context) {
        return unless(
                        "NoSuchBucketPolicy",
                        () -> s3(context)
                                .getBucketPolicyStatus(
                                        get -> get.bucket(name(context)).expectedBucketOwner(owner(context))))
                .map(answer -> Boolean.TRUE.equals(answer.policyStatus().isPublic()))
                .orElse(false);
    }

    @Override
    public List<Check<BucketAccess>> checks() {
        return List.of(
                require(BLOCK, BucketAccess::isBlocked, "does not block all public access"),
                require(ACL, access -> !access.isGrantedToEverybody(), "grants access to everybody in its ACL"),
                require(POLICY, access -> !access.policyPublic(), "has a public policy"));
    }

    @Override
    public Progress remediate(BucketAccess access, List<Finding> findings, ControlContext context) {
        Set<String> failed = findings.stream().map(Finding::check).collect(Collectors.toSet());
        return unless(Buckets.GONE, () -> step(access, failed, context))
                .orElseGet(() -> Progress.done("gone before it could be closed"));
    }

    private static Progress step(BucketAccess access, Set<String> failed, ControlContext context) {
        List<String> done = new ArrayList<>();
        if (failed.contains(BLOCK)) {
            putBlock(PublicAccessBlock.COMPLETE, context);
            done.add("public access blocked");
        }
        if (failed.contains(ACL)) {
            // Without ACLs, nobody is granted anything by one: the next read shows it.
            unless("AccessControlListNotSupported", () -> putAcl(access.aclWithoutEverybody(), context))
                    .ifPresent(_ -> done.add("public grants removed from the ACL"));
        }
        if (done.isEmpty() && failed.contains(POLICY)) {
            s3(context)
                    .deleteBucketPolicy(delete -> delete.bucket(name(context)).expectedBucketOwner(owner(context)));
            done.add("public policy removed");
        } else if (failed.contains(POLICY)) {
            return Progress.waitFor(BLOCKED_WITHIN, "S3 to judge its policy again, after " + text(done));
        }
        return Progress.done(text(done));
    }

    @Override
    public Progress restore(JsonNode preState, ControlContext context) {
        BucketAccess before = BucketAccess.ofPreState(preState);
        return read(context)
                .flatMap(now -> unless(Buckets.GONE, () -> restore(before, now, context)))
                .orElseGet(() -> Progress.failed("the bucket does not exist any more"));
    }

    /** The block goes first, since it would refuse what comes after it. */
    private static Progress restore(BucketAccess before, BucketAccess now, ControlContext context) {
        if (!before.block().equals(now.block())) {
            before.block().ifPresentOrElse(block -> putBlock(block, context), () -> deleteBlock(context));
        }
        if (!before.grants().equals(now.grants())) {
            putAcl(before.acl(), context);
        }
        if (!before.policy().equals(now.policy())) {
            before.policy()
                    .ifPresent(policy -> s3(context)
                            .putBucketPolicy(put -> put.bucket(name(context))
                                    .expectedBucketOwner(owner(context))
                                    .policy(policy)));
        }
        return Progress.done("block of public access, ACL and policy are as they were");
    }

    @Override
    public Map<String, String> tags(BucketAccess access, ControlContext context) {
        return Buckets.tags(context);
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return Buckets.discover(context);
    }

    private static void putBlock(PublicAccessBlock block, ControlContext context) {
        s3(context)
                .putPublicAccessBlock(put -> put.bucket(name(context))
                        .expectedBucketOwner(owner(context))
                        .publicAccessBlockConfiguration(block.forBucket()));
    }

    private static void deleteBlock(ControlContext context) {
        s3(context)
                .deletePublicAccessBlock(delete -> delete.bucket(name(context)).expectedBucketOwner(owner(context)));
    }

    private static boolean putAcl(AccessControlPolicy acl, ControlContext context) {
        s3(context)
                .putBucketAcl(put -> put.bucket(name(context))
                        .expectedBucketOwner(owner(context))
                        .accessControlPolicy(acl));
        return true;
    }

    private static String text(List<String> done) {
        return done.isEmpty() ? "nothing to take away" : String.join(", ", done);
    }
}
