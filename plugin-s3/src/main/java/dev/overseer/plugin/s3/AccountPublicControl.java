package dev.overseer.plugin.s3;

import static dev.overseer.api.AwsAction.action;
import static dev.overseer.api.Check.require;

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
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.NoSuchPublicAccessBlockConfigurationException;

/**
 * Keeps the block of public access for a whole account, which holds for its buckets in all regions.
 *
 * <p>Its events name no bucket. The account is the one that was called.
 */
final class AccountPublicControl implements Control<AccountPublicControl.Account> {
    /** As AWS Config calls it: CloudFormation has no such resource. */
    private static final String TYPE = "AWS::S3::AccountPublicAccessBlock";

    private static final String WHY = "IAM knows no resource for an account's block of public access";
    private static final AwsAction PUT =
            action("s3:PutAccountPublicAccessBlock").onAnyResource(WHY).calledAs("PutPublicAccessBlock");

    /**
     * An account.
     *
     * @param block empty if the account never had one, or no longer has
     */
    record Account(Optional<PublicAccessBlock> block) {
        boolean isBlocked() {
            return block.map(PublicAccessBlock::isComplete).orElse(false);
        }
    }

    @Override
    public ControlDescriptor descriptor() {
        return ControlDescriptor.control("s3-account-public", "Accounts block public access to all of their S3 buckets")
                .severity(Severity.HIGH)
                .on(EventPattern.ofJson("""
                        {
                          "source": ["aws.s3"],
                          "detail-type": ["AWS API Call via CloudTrail"],
                          "detail": {
                            "eventSource": ["s3.amazonaws.com", "s3-control.amazonaws.com"],
                            "eventName": ["PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock"],
                            "errorCode": [{"exists": false}, null, ""]
                          }
                        }
                        """))
                .reads(action("s3:GetAccountPublicAccessBlock")
                        .onAnyResource(WHY)
                        .calledAs("GetPublicAccessBlock"))
                .writes(PUT)
                .restores(PUT, PUT.calledAs("DeletePublicAccessBlock"))
                .build();
    }

    @Override
    public List<ResourceRef> targets(CloudTrailEvent event) {
        return List.of(event.resource(TYPE, event.account()));
    }

    @Override
    public Optional<Account> requested(ResourceRef target, CloudTrailEvent event) {
        return switch (event.name()) {
            case "DeleteAccountPublicAccessBlock" -> Optional.of(new Account(Optional.empty()));
            default ->
                PublicAccessBlock.ofRequest(event.request().path("PublicAccessBlockConfiguration"))
                        .map(block -> new Account(Optional.of(block)));
        };
    }

    @Override
    public Optional<Account> read(ControlContext context) {
        try {
            return Optional.of(new Account(Optional.of(PublicAccessBlock.of(s3(context)
                    .getPublicAccessBlock(get -> get.accountId(context.target().account()))
                    .publicAccessBlockConfiguration()))));
        } catch (NoSuchPublicAccessBlockConfigurationException none) {
            return Optional.of(new Account(Optional.empty()));
        }
    }

    @Override
    public List<Check<Account>> checks() {
        return List.of(require("public-access-block", Account::isBlocked, "does not block all public access"));
    }

    @Override
    public Progress remediate(Account account, List<Finding> findings, ControlContext context) {
        put(PublicAccessBlock.COMPLETE, context);
        return Progress.done("public access blocked");
    }

    @Override
    public Progress restore(JsonNode preState, ControlContext context) {
        PublicAccessBlock.ofPreState(preState.path("block"))
                .ifPresentOrElse(
                        block -> put(block, context),
                        () -> s3(context)
                                .deletePublicAccessBlock(delete ->
                                        delete.accountId(context.target().account())));
        return Progress.done("the block of public access is as it was");
    }

    @Override
    public Stream<ResourceRef> discover(ControlContext context) {
        ResourceRef place = context.target();
        return Stream.of(new ResourceRef(place.partition(), place.account(), place.region(), TYPE, place.account()));
    }

    private static void put(PublicAccessBlock block, ControlContext context) {
        s3(context)
                .putPublicAccessBlock(put ->
                        put.accountId(context.target().account()).publicAccessBlockConfiguration(block.forAccount()));
    }

    private static S3ControlClient s3(ControlContext context) {
        return context.client(S3ControlClient::builder);
    }
}
