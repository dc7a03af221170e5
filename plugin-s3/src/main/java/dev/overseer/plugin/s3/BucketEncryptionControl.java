package dev.overseer.plugin.s3;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.plugin.s3.Buckets.name;
import static dev.overseer.plugin.s3.Buckets.owner;
import static dev.overseer.plugin.s3.Buckets.s3;
import static dev.overseer.plugin.s3.Buckets.unless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.overseer.api.AwsAction;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * Keeps the default encryption of buckets.
 *
 * <p>Since January 2023 S3 <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html">encrypts every new object</a>
 * with AES256 whatever the bucket says, and DeleteBucketEncryption brings a bucket back to that. So as it is this control
 * finds nothing; it is for those who set {@code algorithm} to {@code aws:kms}, with or without a key of their own.
 */
final class BucketEncryptionControl implements Control<BucketEncryption> {
    private static final AwsAction PUT = action("s3:PutEncryptionConfiguration")
            .calledAs("PutBucketEncryption")
            .on(Buckets.ARN);

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("s3-bucket-encryption", "S3 buckets encrypt new objects as they should")
                .severity(Severity.MEDIUM)
                .on(EventPattern.apiCalls("s3", "CreateBucket", "PutBucketEncryption", "DeleteBucketEncryption"))
                .reads(
                        action("s3:GetEncryptionConfiguration")
                                .calledAs("GetBucketEncryption")
                                .on(Buckets.ARN),
                        Buckets.GET_TAGS,
                        Buckets.LIST)
                .writes(PUT)
                .restores(PUT, PUT.calledAs("DeleteBucketEncryption"))
                .settings(BucketEncryptionSettings.standard())
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return BucketEvents.targets(event);
    }

    @Override
    public Optional<BucketEncryption> requested(ResourceRef target, CloudTrailEvent event) {
        return event.name().equals("PutBucketEncryption") ? BucketEncryption.ofRequest(event) : Optional.empty();
    }

    @Override
    public Optional<BucketEncryption> read(ControlContext context) {
        return Buckets.read(
                context,
                () -> rules(context).stream()
                        .findFirst()
                        .map(BucketEncryption::of)
                        .orElse(BucketEncryption.NONE));
    }

    private static List<ServerSideEncryptionRule> rules(ControlContext context) {
        return unless(
                        "ServerSideEncryptionConfigurationNotFoundError",
                        () -> s3(context)
                                .getBucketEncryption(
                                        get -> get.bucket(name(context)).expectedBucketOwner(owner(context))))
                .map(answer -> answer.serverSideEncryptionConfiguration().rules())
                .orElse(List.of());
    }

    @Override
    public List<Check<BucketEncryption>> checks() {
        return List.of(new DefaultEncryption());
    }

    @Override
    public Progress remediate(BucketEncryption encryption, List<Finding> findings, ControlContext context) {
        BucketEncryptionSettings settings = context.settings(BucketEncryptionSettings.class);
        return unless(Buckets.GONE, () -> put(encryption.with(settings), context))
                .map(_ -> Progress.done("new objects are encrypted with " + settings.algorithm()))
                .orElseGet(() -> Progress.done("gone before it could be encrypted"));
    }

    @Override
    public Progress restore(JsonNode preState, ControlContext context) {
        BucketEncryption before = BucketEncryption.ofPreState(preState);
        return unless(Buckets.GONE, () -> before.algorithm().isPresent() ? put(before, context) : delete(context))
                .<Progress>map(_ -> Progress.done("the default encryption is as it was"))
                .orElseGet(() -> Progress.failed("the bucket does not exist any more"));
    }

    @Override
    public Map<String, String> tags(BucketEncryption encryption, ControlContext context) {
        return Buckets.tags(context);
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        return Buckets.discover(context);
    }

    private static Object put(BucketEncryption encryption, ControlContext context) {
        return s3(context)
                .putBucketEncryption(put -> put.bucket(name(context))
                        .expectedBucketOwner(owner(context))
                        .serverSideEncryptionConfiguration(all -> all.rules(encryption.rule())));
    }

    private static Object delete(ControlContext context) {
        return s3(context)
                .deleteBucketEncryption(delete -> delete.bucket(name(context)).expectedBucketOwner(owner(context)));
    }

    /** Says what is wrong and what is asked for. */
    private record DefaultEncryption() implements Check<BucketEncryption> {
        @Override
        public String id() {
            return "default-encryption";
        }

        @Override
        public Optional<String> inspect(BucketEncryption encryption, ControlContext context) {
            BucketEncryptionSettings settings = context.settings(BucketEncryptionSettings.class);
            if (encryption.satisfies(settings)) {
                return Optional.empty();
            }
            String wanted = settings.kmsKeyId().isEmpty()
                    ? settings.algorithm()
                    : settings.algorithm() + " and the key " + settings.kmsKeyId();
            return Optional.of(encryption
                    .algorithm()
                    .map(algorithm -> "encrypts new objects with %s%s, not with %s"
                            .formatted(
                                    algorithm,
                                    encryption
                                            .kmsKeyId()
                                            .map(k -> " and the key " + k)
                                            .orElse(""),
                                    wanted))
                    .orElse("has no default encryption"));
        }
    }
}
