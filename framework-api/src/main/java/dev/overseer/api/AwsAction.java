package dev.overseer.api;

import java.util.Optional;

/**
 * An AWS action that a control needs.
 *
 * <p>From this one declaration come the statement in the generated IAM policy, the statement in the session policy, the
 * guard that lets the control call nothing else, and the dry run, which lets it call only reads.
 *
 * @param name the IAM name, such as {@code glue:DeleteDevEndpoint}
 * @param operation the AWS SDK's name of the operation, where IAM calls it something else
 * @param resource the ARN to grant the action on, with the placeholders {@code {partition}}, {@code {region}},
 *     {@code {account}} and {@code {id}}
 * @param anyResource why the action is granted on every resource: IAM knows no narrower one
 * @param keepsPreState whether the framework sends it only where the ledger keeps the resource as it was before
 */
public record AwsAction(
        String name, String operation, Optional<String> resource, Optional<String> anyResource, boolean keepsPreState) {

    /** Names an action as IAM does, without wildcards. Say next what it is granted {@linkplain #on on}. */
    public static AwsAction action(String name) {
        return new AwsAction(name, name.substring(name.indexOf(':') + 1), Optional.empty(), Optional.empty(), false);
    }

    /**
     * Grants the action on one kind of resource, such as
     * {@code arn:{partition}:glue:{region}:{account}:devEndpoint/{id}}. {@code {id}} becomes {@code *} in the role's
     * policy and the target itself in the session policy.
     */
    public AwsAction on(String arn) {
        return new AwsAction(name, operation, Optional.of(arn), Optional.empty(), keepsPreState);
    }

    /** Grants the action on {@code *}, for actions that IAM cannot narrow. The reason is printed with the policy. */
    public AwsAction onAnyResource(String why) {
        return new AwsAction(name, operation, Optional.empty(), Optional.of(why), keepsPreState);
    }

    /** Names the SDK operation behind the action: {@code action("s3:ListBucket").calledAs("ListObjectsV2")}. */
    public AwsAction calledAs(String sdkOperation) {
        return new AwsAction(name, sdkOperation, resource, anyResource, keepsPreState);
    }

    /**
     * Lets the framework send the action only where a lasting ledger keeps the whole resource as it was read before, for a
     * write that destroys what nobody could otherwise bring back. Elsewhere the incident ends FAILED and says so: where no
     * ledger lasts, where the resource is too large for it, and where a value of it is masked.
     */
    public AwsAction keepingPreState() {
        return new AwsAction(name, operation, resource, anyResource, true);
    }

    /** Returns the service as IAM writes it: {@code glue} of {@code glue:GetDevEndpoint}. */
    public String service() {
        return name.substring(0, Math.max(0, name.indexOf(':')));
    }
}
